#include "application_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::application_run;

const std::string with_orphan = R"({"nodes":[
    {"uid":"1","group":"apps","kind":"Deployment","namespace":"d","name":"web"},
    {"uid":"2","kind":"Pod","namespace":"d","name":"web-1","parentRefs":[{"uid":"1"}],
     "health":{"status":"Degraded","message":"crashed"}}],
    "orphanedNodes":[{"uid":"3","kind":"Secret","namespace":"d","name":"lost"}]})";

const std::string header = "GROUP  KIND        NAMESPACE  NAME  ORPHANED\n";
const std::string managed = "apps   Deployment  d          web   No\n";
const std::string orphan = "       Secret      d          lost  Yes\n";

/// What `app resources waves` with these further words prints for this tree.
std::string printed(std::vector<std::string> words) {
    application_run world;
    world.get("/resource-tree").json(with_orphan);
    words.insert(words.begin(), {"app", "resources", "waves"});
    CHECK(world.run(words) == 0);
    return world.streams.output;
}

} // namespace

TEST_CASE("app resources: what was deployed and orphans, or one of the two") {
    CHECK(printed({}) == header + managed + orphan);
    CHECK(printed({"--output", "xml"}) == header + managed + orphan);
    CHECK(printed({"--orphaned=false"}) == header + managed);
    CHECK(printed({"--orphaned"}) == "GROUP  KIND    NAMESPACE  NAME  ORPHANED\n"
                                     "       Secret  d          lost  Yes\n");
}

TEST_CASE("app resources: the tree") {
    CHECK(printed({"--output", "tree"}) == "GROUP  KIND        NAMESPACE  NAME   ORPHANED\n"
                                           "apps   Deployment  d          web    No\n"
                                           "└─     Pod         d          web-1  No\n"
                                           "       Secret      d          lost   Yes\n");
    CHECK(printed({"--output", "tree=detailed"}).find("Degraded  crashed\n") != std::string::npos);
}

TEST_CASE("app resources: the project goes to the server") {
    application_run world;
    world.get("/resource-tree?appNamespace=apps&project=team").json("{}");
    CHECK(world.run({"app", "resources", "waves", "-N", "apps", "--project", "team"}) == 0);
    CHECK(world.streams.output == "GROUP  KIND  NAMESPACE  NAME  ORPHANED\n");
}

TEST_CASE("app resources: without a name the help, exit 1") {
    application_run world;
    CHECK(world.run({"app", "resources"}) == 1);
    CHECK(world.streams.output.find("argocdpp app resources APPNAME") != std::string::npos);
}

TEST_CASE("app resources: the server's refusal in its words") {
    application_run world;
    world.get("/resource-tree").status(403).json(R"({"code":7,"message":"permission denied"})");
    CHECK(world.run({"app", "resources", "waves"}) == 20);
    CHECK(world.said("rpc error: code = PermissionDenied desc = permission denied"));
    CHECK(world.streams.output == "");
}

TEST_CASE("app resources: with a fault at any request it ends well or says why") {
    tests::with_every_fault(
        [](application_run& world) { world.get("/resource-tree").json(with_orphan); },
        {"app", "resources", "waves"}, tests::check_ending);
}

} // namespace argocdpp
