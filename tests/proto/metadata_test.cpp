#include "rewritten.hpp"

#include <argocdpp/proto/metadata.hpp>

#include <doctest/doctest.h>

using namespace argocdpp::proto;
using namespace argocdpp::proto::test;

TEST_CASE("metadata is read from Kubernetes' names") {
    const auto meta = read_as<object_meta>(
        R"({"name":"a","namespace":"b","uid":"c","resourceVersion":"d","creationTimestamp":"e",)"
        R"("deletionTimestamp":"f","labels":{"z":"1","a":"2"},"annotations":{"n":"v"},)"
        R"("generation":3})");
    CHECK(meta.name == "a");
    CHECK(meta.name_space == "b");
    CHECK(meta.uid == "c");
    CHECK(meta.resource_version == "d");
    CHECK(meta.creation_timestamp == "e");
    CHECK(meta.deletion_timestamp == "f");
    CHECK(meta.labels == string_map{{"z", "1"}, {"a", "2"}});
    CHECK(meta.annotations == string_map{{"n", "v"}});
    CHECK(write(meta.rest) == R"({"generation":3})");
    CHECK(read_as<list_meta>(R"({"resourceVersion":"7"})").resource_version == "7");
}

TEST_CASE("a label is found by its key") {
    const string_map labels = {{"team", "web"}, {"empty", ""}};
    REQUIRE(find(labels, "team"));
    CHECK(*find(labels, "team") == "web");
    REQUIRE(find(labels, "empty"));
    CHECK(find(labels, "tea") == nullptr);
}
