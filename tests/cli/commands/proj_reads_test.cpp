#include "project_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::project_run;

constexpr std::string_view team_a =
    R"({"metadata":{"name":"team-a"},"spec":{"sourceRepos":["r1","r2"],)"
    R"("destinations":[{"server":"s","namespace":"n"},{"server":"t","namespace":"m"}],)"
    R"("description":"Team A","clusterResourceWhitelist":[{"group":"*","kind":"Namespace"}],)"
    R"("namespaceResourceBlacklist":[{"group":"","kind":"Secret"}],)"
    R"("signatureKeys":[{"keyID":"k1"},{"keyID":"k2"}],)"
    R"("orphanedResources":{"warn":true,"ignore":[{"kind":"ConfigMap"}]}}})";
constexpr std::string_view bare = R"({"metadata":{"name":"bare"},"spec":{}})";

} // namespace

TEST_CASE("proj list: a row each, with one of a thing or how many there are") {
    project_run world;
    world.server.on("GET /api/v1/projects")
        .json(R"({"items":[)" + std::string(bare) + "," + std::string(team_a) + "]}");
    CHECK(world.run({"proj", "list"}) == 0);
    CHECK(world.streams.output ==
          "NAME    DESCRIPTION  DESTINATIONS    SOURCES  CLUSTER-RESOURCE-WHITELIST  "
          "NAMESPACE-RESOURCE-BLACKLIST  SIGNATURE-KEYS  ORPHANED-RESOURCES              "
          "DESTINATION-SERVICE-ACCOUNTS\n"
          "bare                 <none>          <none>   <none>                      "
          "<none>                        <none>          disabled                        "
          "<none>\n"
          "team-a  Team A       2 destinations  2 repos  */Namespace                 "
          "1 resources                   2 key(s)        enabled (warn=true, ignored 1)  "
          "<none>\n");
}

TEST_CASE("proj list: names and documents") {
    for (const auto& [format, expected] :
         {std::pair{"name", "bare\n"},
          std::pair{"json", "[\n  {\n    \"metadata\": {\n      \"name\": \"bare\"\n    },\n    "
                            "\"spec\": {}\n  }\n]\n"},
          std::pair{"yaml", "- metadata:\n    name: bare\n  spec: {}\n"}}) {
        project_run world;
        world.server.on("GET /api/v1/projects").json(R"({"items":[)" + std::string(bare) + "]}");
        CHECK(world.run({"proj", "list", "-o", format}) == 0);
        CHECK(world.streams.output == expected);
    }
}

TEST_CASE("proj get: everything, with what is limited to the project") {
    project_run world;
    world.server.on("GET /api/v1/projects/team-a/detailed")
        .json(R"({"project":)" + std::string(team_a) +
              R"(,"repositories":[{"repo":"https://r"}],"clusters":[{"server":"https://c"}]})");
    CHECK(world.run({"proj", "get", "team-a"}) == 0);
    CHECK(world.streams.output == "Name:                        team-a\n"
                                  "Description:                 Team A\n"
                                  "Destinations:                s,n\n"
                                  "                             t,m\n"
                                  "Repositories:                r1\n"
                                  "                             r2\n"
                                  "Source Namespaces:           <none>\n"
                                  "Scoped Repositories:         https://r\n"
                                  "Allowed Cluster Resources:   */Namespace\n"
                                  "Scoped Clusters:             https://c\n"
                                  "Denied Namespaced Resources: /Secret\n"
                                  "Signature keys:              k1, k2\n"
                                  "Orphaned Resources:          enabled (warn=true, ignored 1)\n");
}

TEST_CASE("proj get: one that is not there, and wrong arguments") {
    project_run world;
    world.server.on("GET /api/v1/projects/x/detailed")
        .status(404)
        .json(R"({"code":5,"message":"appprojects.argoproj.io \"x\" not found"})");
    CHECK(world.run({"proj", "get", "x"}) == 20);
    CHECK(world.said(R"(rpc error: code = NotFound desc = appprojects.argoproj.io "x" not found)"));
    project_run wrong;
    CHECK(wrong.run({"proj", "get"}) == 1);
    project_run format;
    format.server.on("GET /api/v1/projects/x/detailed").json("{}");
    CHECK(format.run({"proj", "get", "x", "-o", "z"}) == 20);
    CHECK(format.said("unknown output format: z"));
}

} // namespace argocdpp
