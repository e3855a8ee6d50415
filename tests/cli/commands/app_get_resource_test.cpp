#include "application_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::application_run;

const std::string two_pods =
    R"({"nodes":[{"version":"v1","kind":"Pod","namespace":"d","name":"a"},)"
    R"({"group":"g","version":"v2","kind":"Pod","namespace":"d","name":"b"},)"
    R"({"version":"v1","kind":"Service","namespace":"d","name":"a"}]})";

void answer_tree(application_run& world) {
    world.server.on("GET /api/v1/applications/waves/resource-tree").json(two_pods);
}

tests::stub& on_pod(application_run& world, std::string_view name, std::string_view group = "",
                    std::string_view more = "") {
    const std::string version = group.empty() ? "v1" : "v2&group=" + std::string(group);
    return world.server.on(
        "GET /api/v1/applications/waves/resource?namespace=d&resourceName=" + std::string(name) +
        "&version=" + version + "&kind=Pod" + std::string(more));
}

std::string pod(std::string_view name, std::string_view spec = R"({\"n\":1})") {
    return R"({"manifest":"{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"managedFields\":[1],)"
           R"(\"name\":\")" +
           std::string(name) + R"(\"},\"spec\":)" + std::string(spec) + R"(}"})";
}

int run_one(application_run& world, std::string_view spec, std::vector<std::string> more) {
    answer_tree(world);
    on_pod(world, "a").json(pod("a", spec));
    std::vector<std::string> words = {"app", "get-resource",    "waves", "--kind",
                                      "Pod", "--resource-name", "a"};
    words.insert(words.end(), more.begin(), more.end());
    return world.run(std::move(words));
}

} // namespace

TEST_CASE("app get-resource: a row for each field, sorted, with the names where none was given") {
    application_run world;
    answer_tree(world);
    on_pod(world, "a").json(pod("a", R"({\"l\":[1,{\"x\":true},null,[2]],\"f\":1e6,\"e\":{}})"));
    on_pod(world, "b", "g").json(pod("b"));
    CHECK(world.run({"app", "get-resource", "waves", "--kind", "Pod"}) == 0);
    CHECK(world.streams.output == "FIELD          RESOURCE NAME  VALUE\n"
                                  "apiVersion     a              v1\n"
                                  "kind           a              Pod\n"
                                  "metadata.name  a              a\n"
                                  "spec.f         a              1e+06\n"
                                  "spec.l[0]      a              1\n"
                                  "spec.l[1].x    a              true\n"
                                  "spec.l[2]      a              <nil>\n"
                                  "spec.l[3]      a              [2]\n"
                                  "apiVersion     b              v1\n"
                                  "kind           b              Pod\n"
                                  "metadata.name  b              b\n"
                                  "spec.n         b              1\n");
    CHECK(world.said("Resources 'a, b' fetched"));

    application_run named;
    CHECK(run_one(named, R"({\"n\":1})", {"--show-managed-fields"}) == 0);
    CHECK(named.streams.output.starts_with("FIELD                      VALUE\n"));
    CHECK(named.streams.output.find("metadata.managedFields[0]  1\n") != std::string::npos);
}

TEST_CASE("app get-resource: documents, with a line between them") {
    application_run world;
    answer_tree(world);
    on_pod(world, "a").json(pod("a", R"({\"f\":1e6,\"l\":[{\"x\":\"1\"}]})"));
    on_pod(world, "b", "g").json(pod("b"));
    CHECK(world.run({"app", "get-resource", "waves", "--kind", "Pod", "-o", "yaml"}) == 0);
    CHECK(world.streams.output ==
          "apiVersion: v1\nkind: Pod\nmetadata:\n    name: a\nspec:\n    f: 1e+06\n    l:\n"
          "        - x: \"1\"\n\n---\napiVersion: v1\nkind: Pod\nmetadata:\n    name: b\nspec:\n"
          "    \"n\": 1\n\n");

    application_run json;
    CHECK(run_one(json, R"({\"f\":1e6,\"t\":\"<\",\"z\":1e-7,\"b\":99999999999999999999})",
                  {"-o", "json"}) == 0);
    CHECK(json.streams.output == "{\n \"apiVersion\": \"v1\",\n \"kind\": \"Pod\",\n \"metadata\": "
                                 "{\n  \"name\": \"a\"\n },\n \"spec\": {\n  \"b\": "
                                 "100000000000000000000,\n  \"f\": 1000000,\n  \"t\": "
                                 "\"\\u003c\",\n  \"z\": 1e-7\n }\n}\n");
}

TEST_CASE("app get-resource: fields that lists are on the way to") {
    const std::string spec = R"({\"l\":[{\"x\":1,\"y\":2},{\"x\":3}],\"n\":1})";
    const std::string name = " \"metadata\": {\n  \"name\": \"a\"\n }";
    for (const auto& [fields, shown] : {
             std::pair{"spec.n", ",\n \"spec\": {\n  \"n\": 1\n }"},
             std::pair{"spec.l.x", ",\n \"spec\": {\n  \"l\": [\n   {\n    \"x\": 1\n   },\n"
                                   "   {\n    \"x\": 3\n   }\n  ]\n }"},
             std::pair{"spec.n,spec.l.y", ",\n \"spec\": {\n  \"l\": [\n   {\n    \"y\": 2\n   }\n"
                                          "  ]\n }"},
             std::pair{"spec.l.z", ",\n \"spec\": {\n  \"l\": [\n   null,\n   null\n  ]\n }"},
             std::pair{"spec.n,nosuch.x", ""},
         }) {
        CAPTURE(fields);
        application_run world;
        CHECK(run_one(world, spec, {"--filter-fields", fields, "-o", "json"}) == 0);
        CHECK(world.streams.output == "{\n" + name + shown + "\n}\n");
    }
    application_run yaml;
    CHECK(run_one(yaml, spec, {"--filter-fields", "spec.l.z", "-o", "yaml"}) == 0);
    CHECK(yaml.streams.output ==
          "metadata:\n    name: a\nspec:\n    l:\n        - {}\n        - {}\n\n");
    application_run table;
    CHECK(run_one(table, spec, {"--filter-fields", "spec.n"}) == 0);
    CHECK(table.streams.output == "FIELD   VALUE\nspec.n  1\n");
}

TEST_CASE("app get-resource: none found is no failure, and a document then says nothing") {
    for (const auto* output : {"json", "yaml", "wide", "bogus"}) {
        application_run world;
        answer_tree(world);
        CHECK(world.run({"app", "get-resource", "waves", "--kind", "Job", "-o", output}) == 0);
        const bool is_table = std::string_view(output) == "wide" || output[0] == 'b';
        CHECK(world.streams.output == (is_table ? "FIELD  RESOURCE NAME  VALUE\n" : ""));
        CHECK(world.said("Resources '' fetched"));
    }
}

TEST_CASE("app get-resource: namespace, group and project go to the server") {
    application_run world;
    world.server.on("GET /api/v1/applications/waves/resource-tree?appNamespace=n").json(two_pods);
    on_pod(world, "b", "g", "&appNamespace=n&project=p").json(pod("b"));
    CHECK(world.run({"app", "get-resource", "n/waves", "--kind", "Pod", "--group", "g", "--project",
                     "p", "-o", "json"}) == 0);
}

TEST_CASE("app get-resource: a refusal is told, and nothing shown") {
    application_run world;
    answer_tree(world);
    on_pod(world, "a").json(pod("a"));
    on_pod(world, "b", "g").status(403).json(R"({"code":7,"message":"permission denied"})");
    CHECK(world.run({"app", "get-resource", "waves", "--kind", "Pod"}) == 20);
    CHECK(world.streams.output.empty());
    CHECK(world.said("rpc error: code = PermissionDenied desc = permission denied"));
}

TEST_CASE("app get-resource: the kind is a must, and comes before the arguments") {
    application_run world;
    CHECK(world.run({"app", "get-resource"}) == 1);
    CHECK(world.streams.output == "Error: required flag(s) \"kind\" not set\n");
    application_run nameless;
    CHECK(nameless.run({"app", "get-resource", "--kind", "Pod"}) == 1);
    CHECK(nameless.streams.output.find("argocdpp app get-resource APPNAME") != std::string::npos);
}

TEST_CASE("app get-resource: with a fault at any request it ends well or says why") {
    tests::with_every_fault(
        [](application_run& world) {
            answer_tree(world);
            on_pod(world, "a").json(pod("a")).forever();
            on_pod(world, "b", "g").json(pod("b")).forever();
        },
        {"app", "get-resource", "waves", "--kind", "Pod"}, tests::check_ending);
}

} // namespace argocdpp
