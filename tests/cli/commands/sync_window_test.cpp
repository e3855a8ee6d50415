// --fail-on-sync-window of app sync and app wait. It is half past midnight, 2026-11-24 when they
// begin.

#include "application_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::app_json;
using tests::application_run;

const std::string project = "/api/v1/projects/default";

/// Both answers on the windows of `waves`: open from 23:00 to 02:00 UTC, by the project's zone.
void answer_windows(application_run& world, const std::string& zone, bool manual = false) {
    const std::string window =
        R"({"kind":"deny","schedule":"0 23 * * *","duration":"3h","manualSync":)" +
        std::string(manual ? "true" : "false");
    world.server.on("GET /api/v1/applications/waves/syncwindows")
        .json(R"({"assignedWindows":[)" + window + R"(}],"canSync":false})")
        .forever();
    world.server.on("GET " + project)
        .json(R"({"metadata":{"name":"default"},"spec":{"syncWindows":[{"kind":"allow",)"
              R"("schedule":"* * * * *","duration":"1h"},)" +
              window + R"(,"timeZone":")" + zone + R"("}]}})")
        .forever();
}

void refuse_sync(application_run& world) {
    world.get().json(app_json({})).forever();
    world.server.on("POST /api/v1/applications/waves/sync")
        .status(403)
        .json(R"({"code":7,"message":"cannot sync: blocked by sync window"})");
}

} // namespace

TEST_CASE("app sync: a window that refuses the sync is named, with its end") {
    application_run world;
    refuse_sync(world);
    answer_windows(world, "UTC");
    CHECK(world.run({"app", "sync", "waves", "--fail-on-sync-window"}) == 20);
    CHECK(world.streams.talk.find("application 'waves' is blocked by sync window deny ") !=
          std::string::npos);
    CHECK(world.streams.talk.find("opens at 2026-11-24T02:00:00Z (in 1h") != std::string::npos);
}

TEST_CASE("app sync: without the flag the refusal stays what it was") {
    application_run world;
    refuse_sync(world);
    CHECK(world.run({"app", "sync", "waves"}) == 20);
    CHECK(world.said(
        "rpc error: code = PermissionDenied desc = cannot sync: blocked by sync window"));
    application_run detailed;
    refuse_sync(detailed);
    CHECK(detailed.run({"app", "sync", "waves", "--exit-codes=detailed"}) == 39);
}

TEST_CASE("app sync: a zone that this machine has not is told, and hides no refusal") {
    application_run world;
    refuse_sync(world);
    answer_windows(world, "Mars/Olympus");
    CHECK(world.run({"app", "sync", "waves", "--fail-on-sync-window", "--exit-codes=detailed"}) ==
          39);
    CHECK(world.streams.talk.find("when it opens can't be told: this machine has no time zone ") !=
          std::string::npos);
}

TEST_CASE("app wait: an operation that a window holds up ends the wait") {
    application_run world;
    world.answer_settings().forever();
    const std::string held = R"({"phase":"Running","startedAt":"2026-11-24T00:00:05Z",
        "message":"Sync operation blocked by sync window","operation":{"sync":{}}})";
    world.get().json(app_json({.sync = "OutOfSync", .operation_state = held})).forever();
    answer_windows(world, "UTC");
    CHECK(world.run({"app", "wait", "waves", "--fail-on-sync-window"}) == 20);
    CHECK(world.streams.talk.find("opens at 2026-11-24T02:00:00Z (in 1h") != std::string::npos);
}

} // namespace argocdpp
