// --fail-on-sync-window of app sync and app wait. It is half past midnight, 2026-11-24 when they
// begin.

#include "application_run.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace argocdpp {
namespace {

using namespace std::chrono_literals;
using tests::app_facts;
using tests::app_json;
using tests::application_run;

const std::string project = "/api/v1/projects/default";

const std::string windows = "GET /api/v1/applications/waves/syncwindows";

std::string deny_window(std::string_view schedule) {
    return R"({"kind":"deny","schedule":")" + std::string(schedule) +
           R"(","duration":"3h","manualSync":false)";
}

std::string windows_json(const std::string& window, bool lets_by_hand = false) {
    return R"({"assignedWindows":[)" + window + R"(}],"canSync":)" +
           (lets_by_hand ? "true}" : "false}");
}

/// The operation of a sync that the controller says a window blocks.
std::string held(const std::string& initiator) {
    return R"({"phase":"Running","startedAt":"2026-11-24T00:00:05Z",
        "message":"Sync operation blocked by sync window",
        "operation":{"initiatedBy":)" +
           initiator + R"(,"sync":{"revision":"a"}}})";
}

const std::string by_admin = R"({"username":"admin"})";

/// Both answers on the windows of `waves`: by default closed from 23:00 to 02:00 UTC, by the
/// project's zone.
void answer_windows(application_run& world, const std::string& zone,
                    std::string_view schedule = "0 23 * * *") {
    const auto window = deny_window(schedule);
    world.server.on(windows).json(windows_json(window)).forever();
    world.server.on("GET " + project)
        .json(R"({"metadata":{"name":"default"},"spec":{"syncWindows":[{"kind":"allow",)"
              R"("schedule":"* * * * *","duration":"1h"},)" +
              window + R"(,"timeZone":")" + zone + R"("}]}})")
        .forever();
}

std::string automated(const app_facts& facts) {
    auto text = app_json(facts);
    text.insert(text.find(R"("spec":{)") + 8, R"("syncPolicy":{"automated":{}},)");
    return text;
}

/// An application that is synced automatically, and stays as it is.
void answer_automated(application_run& world, const app_facts& facts) {
    world.answer_settings().forever();
    world.get().json(automated(facts)).forever();
    world.get("?project=default").json(automated(facts)).forever();
    world.stream().hang().forever();
}

bool has(const application_run& world, std::string_view part) {
    return world.streams.talk.find(part) != std::string::npos;
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

TEST_CASE("app sync: each window is named with the zone of its schedule") {
    application_run world;
    refuse_sync(world);
    answer_windows(world, "Mars/Olympus");
    CHECK(world.run({"app", "sync", "waves", "--fail-on-sync-window"}) == 20);
    CHECK(has(world, R"(deny \"0 23 * * *\" for 3h (Mars/Olympus); )"));
    application_run plain;
    refuse_sync(plain);
    answer_windows(plain, "");
    CHECK(plain.run({"app", "sync", "waves", "--fail-on-sync-window"}) == 20);
    CHECK(has(plain, R"(by sync window deny \"0 23 * * *\" for 3h; opens at )"));
}

TEST_CASE("app wait: an operation that a window holds up ends the wait") {
    application_run world;
    world.answer_settings().forever();
    world.get().json(app_json({.sync = "OutOfSync", .operation_state = held(by_admin)})).forever();
    world.get("?project=default").hang().forever();
    world.stream().hang().forever();
    answer_windows(world, "UTC");
    CHECK(world.run({"app", "wait", "waves", "--fail-on-sync-window"}) == 20);
    CHECK(world.time.elapsed() <= 1s);
    CHECK(has(world, "opens at 2026-11-24T02:00:00Z (in 1h29m); the operation still waits at the "
                     "server"));
}

TEST_CASE("app sync: what the windows let through by hand is waited for, whatever is said first") {
    application_run world;
    world.answer_finished_sync({.version = "9"},
                               {.sync = "OutOfSync", .operation_state = held(by_admin)});
    world.server.on(windows).json(windows_json(deny_window("0 23 * * *"), true)).forever();
    const app_facts synced{.version = "11", .operation_state = tests::ended()};
    world.stream().after(5s).piece(tests::event_line("MODIFIED", synced)).hang();
    world.get("?project=default").json(app_json(synced)).forever();
    world.get("?project=default&refresh=normal").json(app_json(synced)).forever();
    CHECK(world.run({"app", "sync", "waves", "--fail-on-sync-window"}) == 0);
}

TEST_CASE("app wait: an operation by hand is held up from the time on when the windows say so") {
    application_run world;
    world.answer_settings().forever();
    const auto state = app_json({.sync = "OutOfSync", .operation_state = held(by_admin)});
    world.get().json(state).forever();
    world.get("?project=default").json(state).forever();
    world.stream().hang().forever();
    world.server.on(windows).json(windows_json(deny_window("0 23 * * *"), true));
    // As often as one question is tried.
    for (int times = 0; times < 4; ++times)
        world.server.on(windows).status(503).json("{}");
    answer_windows(world, "UTC");
    CHECK(world.run({"app", "wait", "waves", "--fail-on-sync-window", "--exit-codes=detailed"}) ==
          39);
    CHECK(world.time.elapsed() >= 2min);
    CHECK(has(world, "the operation still waits at the server"));
}

TEST_CASE("app wait: an automated operation is held up also where one by hand would not be") {
    application_run world;
    world.answer_settings().forever();
    const auto state =
        app_json({.sync = "OutOfSync", .operation_state = held(R"({"automated":true})")});
    world.get().json(state).forever();
    world.get("?project=default").json(state).forever();
    world.stream().hang().forever();
    world.server.on(windows).json(windows_json(deny_window("0 23 * * *"), true)).forever();
    answer_windows(world, "UTC");
    CHECK(world.run({"app", "wait", "waves", "--fail-on-sync-window", "--exit-codes=detailed"}) ==
          39);
    CHECK(world.time.elapsed() <= 1s);
}

TEST_CASE("app wait: an automated sync that a window forbids is not waited for") {
    for (const std::string zone : {"UTC", "Mars/Olympus"}) {
        CAPTURE(zone);
        application_run world;
        world.get().json(automated({.sync = "OutOfSync"})).forever();
        answer_windows(world, zone);
        CHECK(world.run({"app", "wait", "waves", "--fail-on-sync-window"}) == 20);
        CHECK(world.time.elapsed() == 0s);
        CHECK(has(world, "application 'waves' is blocked by sync window deny "));
        CHECK(has(world, "opens at 2026-11-24T02:00:00Z (in 1h") == (zone == "UTC"));
    }
    // What is not about the sync waits for no window.
    application_run other;
    answer_automated(other, {.sync = "OutOfSync"});
    CHECK(other.run({"app", "wait", "waves", "--health", "--fail-on-sync-window"}) == 0);
}

TEST_CASE("app wait: a window that closes before the automated sync has come ends the wait") {
    application_run world;
    answer_automated(world, {.sync = "OutOfSync"});
    const auto later = deny_window("35 0 * * *");
    world.server.on(windows).json(windows_json(later));
    world.server.on(windows).status(403).json(R"({"code":7,"message":"permission denied"})");
    answer_windows(world, "UTC", "35 0 * * *");
    CHECK(world.run({"app", "wait", "waves", "--fail-on-sync-window", "--exit-codes=detailed"}) ==
          39);
    // It looks once a minute: at 00:35:20 for the first time after the closing.
    CHECK(world.time.elapsed() == 5min);
    CHECK(has(world, "opens at 2026-11-24T03:35:00Z (in 2h59m)"));
    CHECK(std::ranges::count_if(world.server.requests(), [](const auto& request) {
              return request.target.ends_with("/syncwindows");
          }) == 7);
}

TEST_CASE("app wait: windows are not asked for while there is nothing to sync") {
    application_run world;
    const app_facts synced{.health = "Progressing"};
    world.answer_settings();
    world.get().json(automated(synced)).forever();
    world.get("?project=default").json(automated(synced)).forever();
    world.stream().after(130s).piece(tests::event_line("MODIFIED", {.version = "11"})).hang();
    CHECK(world.run({"app", "wait", "waves", "--fail-on-sync-window"}) == 0);
    CHECK(world.time.elapsed() == 130s);
}

} // namespace argocdpp
