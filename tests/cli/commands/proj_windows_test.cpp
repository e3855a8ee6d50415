#include "project_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::project_run;
using tests::refusal;

constexpr std::string_view two_windows =
    R"("syncWindows":[{"kind":"allow","schedule":"0 22 * * *","duration":"1h",)"
    R"("applications":["a","b"],"manualSync":true,"timeZone":"UTC"},)"
    R"({"kind":"deny","schedule":"* * * * *","duration":"2h","timeZone":"UTC","future":1}])";

} // namespace

TEST_CASE("proj windows list: which of them are open is the server's answer") {
    project_run world;
    world.has(two_windows);
    world.server.on("GET /api/v1/projects/team-a/syncwindows")
        .json(R"({"windows":[{"kind":"deny","schedule":"* * * * *","duration":"2h",)"
              R"("timeZone":"UTC","future":1}]})");
    CHECK(world.run({"proj", "windows", "list", "team-a"}) == 0);
    CHECK(world.streams.output ==
          "ID  STATUS    KIND   SCHEDULE    DURATION  APPLICATIONS  NAMESPACES  CLUSTERS  "
          "MANUALSYNC  SYNCOVERRUN  TIMEZONE  USEANDOPERATOR  \n"
          "0   Inactive  allow  0 22 * * *  1h        a,b           -           -         "
          "Enabled     Disabled     UTC       Disabled        \n"
          "1   Active    deny   * * * * *   2h        -             -           -         "
          "Disabled    Disabled     UTC       Disabled        \n");
    project_run none;
    none.has("");
    CHECK(none.run({"proj", "windows", "list", "team-a", "-o", "yaml"}) == 0);
    CHECK(none.streams.output == "[]\n");
}

TEST_CASE("proj windows add: with all that can be said of a window") {
    project_run world;
    CHECK(world.edit({"proj",
                      "windows",
                      "add",
                      "team-a",
                      "--kind",
                      "deny",
                      "--schedule",
                      "0 8 * * 1-5",
                      "--duration",
                      "9h",
                      "--applications",
                      "a,b",
                      "--namespaces",
                      "n",
                      "--clusters",
                      "c",
                      "--manual-sync",
                      "--sync-overrun",
                      "--time-zone",
                      "Europe/Berlin",
                      "--use-and-operator",
                      "--description",
                      "d"},
                     "") ==
          R"("syncWindows":[{"kind":"deny","schedule":"0 8 * * 1-5","duration":"9h",)"
          R"("applications":["a","b"],"namespaces":["n"],"clusters":["c"],"manualSync":true,)"
          R"("timeZone":"Europe/Berlin","andOperator":true,"description":"d",)"
          R"("syncOverrun":true}])");
    CHECK(refusal({"proj", "windows", "add", "team-a", "--kind", "deny"}, "", 20)
              .find("cannot create window: require kind, schedule, duration") != std::string::npos);
    CHECK(refusal({"proj", "windows", "add", "team-a", "--kind", "x", "--schedule", "s",
                   "--duration", "1h"},
                  "", 20)
              .find("kind 'x' mismatch: can only be allow or deny") != std::string::npos);
}

TEST_CASE("proj windows add: the server's judgement of a schedule, in the official CLI's words") {
    project_run world;
    world.has("");
    world.server.on("PUT " + std::string(project_run::path))
        .status(500)
        .json(R"({"code":2,"message":"cannot parse schedule 'x': expected exactly 5 fields"})");
    CHECK(world.run({"proj", "windows", "add", "team-a", "--kind", "deny", "--schedule", "x",
                     "--duration", "1h"}) == 20);
    CHECK(world.said("cannot parse schedule 'x': expected exactly 5 fields"));
}

TEST_CASE("proj windows update: what is given replaces what is there") {
    project_run world;
    CHECK(world.edit({"proj", "windows", "update", "team-a", "1", "--duration", "3h"}, two_windows)
              .find(R"({"kind":"deny","schedule":"* * * * *","duration":"3h","timeZone":"UTC",)"
                    R"("future":1})") != std::string::npos);
    CHECK(refusal({"proj", "windows", "update", "team-a", "0"}, two_windows, 20)
              .find("cannot update: require one or more of") != std::string::npos);
    project_run absent;
    CHECK(absent.edit({"proj", "windows", "update", "team-a", "7", "--duration", "3h"},
                      two_windows) == "nothing");
    CHECK(absent.code == 0);
    CHECK(absent.said("window with id '7' not found"));
}

TEST_CASE("proj windows delete: by its place") {
    project_run world;
    CHECK(world.edit({"proj", "windows", "delete", "team-a", "0"}, two_windows) ==
          R"("syncWindows":[{"kind":"deny","schedule":"* * * * *","duration":"2h",)"
          R"("timeZone":"UTC","future":1}])");
    CHECK(refusal({"proj", "windows", "delete", "team-a", "2"}, two_windows, 20)
              .find("window with id '2' not found") != std::string::npos);
    project_run wrong;
    CHECK(wrong.run({"proj", "windows", "delete", "team-a", "x"}) == 20);
    CHECK(wrong.said(R"(strconv.Atoi: parsing "x": invalid syntax)"));
}

TEST_CASE("proj windows: the switches") {
    for (const auto& [name, after] : {std::pair{"enable-manual-sync", R"("manualSync":true)"},
                                      std::pair{"enable-sync-overrun", R"("syncOverrun":true)"}}) {
        project_run world;
        CHECK(world.edit({"proj", "windows", name, "team-a", "0"},
                         R"("syncWindows":[{"kind":"allow"}])") ==
              R"("syncWindows":[{"kind":"allow",)" + std::string(after) + "}]");
    }
    for (const auto& [name, member] : {std::pair{"disable-manual-sync", "manualSync"},
                                       std::pair{"disable-sync-overrun", "syncOverrun"}}) {
        project_run world;
        CHECK(world.edit({"proj", "windows", name, "team-a", "0"},
                         R"("syncWindows":[{")" + std::string(member) + R"(":true}])") ==
              R"("syncWindows":[{}])");
        CHECK(refusal({"proj", "windows", name, "team-a", "3"}, "", 20)
                  .find("window with id '3' not found") != std::string::npos);
    }
}

} // namespace argocdpp
