#include "rewritten.hpp"

#include <argocdpp/proto/source.hpp>

#include <doctest/doctest.h>

using namespace argocdpp::proto;
using namespace argocdpp::proto::test;

TEST_CASE("a source is read from Argo CD's names") {
    const auto source = read_as<application_source>(
        R"({"repoURL":"a","path":"b","targetRevision":"c","helm":{"valueFiles":["v"],"parameters":)"
        R"([{"name":"n","value":"1","forceString":true}],"releaseName":"r","values":"x: 1\n"},)"
        R"("kustomize":{"namePrefix":"p-","nameSuffix":"-s","images":["i:1"]},"chart":"d",)"
        R"("ref":"e",)"
        R"("name":"f","directory":{"recurse":true}})");
    CHECK(source.repo_url == "a");
    CHECK(source.path == "b");
    CHECK(source.target_revision == "c");
    CHECK(source.chart == "d");
    CHECK(source.ref == "e");
    CHECK(source.name == "f");
    REQUIRE(source.helm);
    CHECK(source.helm->value_files == std::vector<std::string>{"v"});
    CHECK(source.helm->release_name == "r");
    CHECK(source.helm->values == "x: 1\n");
    REQUIRE(source.helm->parameters.size() == 1);
    CHECK(source.helm->parameters[0].name == "n");
    CHECK(source.helm->parameters[0].value == "1");
    CHECK(source.helm->parameters[0].force_string);
    REQUIRE(source.kustomize);
    CHECK(source.kustomize->name_prefix == "p-");
    CHECK(source.kustomize->name_suffix == "-s");
    CHECK(source.kustomize->images == std::vector<std::string>{"i:1"});
    CHECK(write(source.rest) == R"({"directory":{"recurse":true}})");
}
