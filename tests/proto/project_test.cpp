#include "rewritten.hpp"

#include <argocdpp/proto/project.hpp>

#include <doctest/doctest.h>

using namespace argocdpp::proto;
using namespace argocdpp::proto::test;

TEST_CASE("a project is read from Argo CD's names") {
    const auto team = read_as<project>(
        R"({"metadata":{"name":"team-a"},"spec":{"sourceRepos":["*"],)"
        R"("destinations":[{"server":"s",)"
        R"("namespace":"n","name":"c"}],"description":"d","roles":[],)"
        R"("syncWindows":[{"kind":"allow",)"
        R"("schedule":"0 8 * * *","duration":"1h","manualSync":true,"timeZone":"UTC"}]}})");
    CHECK(team.metadata.name == "team-a");
    CHECK(team.spec.source_repos == std::vector<std::string>{"*"});
    CHECK(team.spec.destinations.at(0).server == "s");
    CHECK(team.spec.destinations.at(0).name_space == "n");
    CHECK(team.spec.destinations.at(0).name == "c");
    CHECK(team.spec.description == "d");
    const auto& window = team.spec.sync_windows.at(0);
    CHECK(window.kind == "allow");
    CHECK(window.schedule == "0 8 * * *");
    CHECK(window.duration == "1h");
    CHECK(window.manual_sync);
}

TEST_CASE("an application's windows are read from Argo CD's names") {
    const auto windows = read_as<application_sync_windows>(
        R"({"activeWindows":[{"kind":"deny"}],"assignedWindows":[{},{}],"canSync":true})");
    CHECK(windows.active_windows.at(0).kind == "deny");
    CHECK(windows.assigned_windows.size() == 2);
    CHECK(windows.can_sync);
}
