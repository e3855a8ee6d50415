// --if-busy, --fail-fast, --degraded-grace, --strict and --terminate-on-timeout, on every command
// that has them.

#include "application_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using namespace std::chrono_literals;
using tests::app_facts;
using tests::app_json;
using tests::application_run;
using tests::asked;
using tests::ended;
using tests::event_line;
using tests::running;

const std::string later = "?project=default";
// No constant: those that it is made of may be made after it.
app_facts at_work() { return {.operation = asked, .operation_state = running}; }

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::string pod(std::string_view health) {
    return R"([{"kind":"Pod","namespace":"d","name":"web","status":"Synced","health":{"status":")" +
           std::string(health) + R"("}}])";
}

/// An application that does not change any more, watched in silence.
void answer_for_ever(application_run& world, const app_facts& state) {
    world.answer_settings();
    world.get().json(app_json(state)).forever();
    world.get(later).json(app_json(state)).forever();
    world.get(later + "&refresh=normal").json(app_json(state)).forever();
    world.stream(state.version).hang().forever();
}

/// A sync that is taken and never ends.
void answer_endless_sync(application_run& world) {
    world.get().json(app_json({.version = "9"}));
    world.server.on("POST /api/v1/applications/waves/sync")
        .json(app_json({.version = "10", .operation = asked}));
    answer_for_ever(world, at_work());
}

} // namespace

TEST_CASE("fail fast: app sync ends with the operation's message, before it is compared") {
    application_run world;
    auto end = ended("Failed");
    end.insert(1, R"("message":"no such image",)");
    world.get().json(app_json({.version = "9"}));
    world.server.on("POST /api/v1/applications/waves/sync")
        .json(app_json({.version = "10", .operation = asked}));
    const app_facts failed{.operation_state = end, .reconciled_at = "2026-11-24T00:00:01Z"};
    answer_for_ever(world, failed);
    CHECK(world.run({"app", "sync", "waves", "--fail-fast"}) == 1);
    CHECK(world.said("Operation has completed with phase: Failed: no such image"));
    CHECK(has(world.streams.output, "Phase:              Failed\n"));
    CHECK(world.time.elapsed() == 0s);
}

TEST_CASE("fail fast: app wait, with its own code") {
    application_run world;
    answer_for_ever(world, {.sync = "OutOfSync", .operation_state = ended("Error")});
    CHECK(world.run({"app", "wait", "waves", "--fail-fast"}) == 20);
    CHECK(world.said("Operation has completed with phase: Error"));
    CHECK(world.time.elapsed() == 0s);
}

TEST_CASE("grace: it is over to the second, without an event, and a last look may still save it") {
    application_run world;
    answer_for_ever(world, {.health = "Degraded", .resources = pod("Degraded")});
    CHECK(world.run({"app", "wait", "waves", "--degraded-grace", "47s"}) == 20);
    CHECK(world.said("application 'waves' has been Degraded for longer than 47s"));
    CHECK(world.time.elapsed() == 47s);

    application_run healed;
    healed.answer_settings();
    const auto bad = app_json({.health = "Degraded", .resources = pod("Degraded")});
    healed.get().json(bad);
    healed.get(later).json(bad).times(1);
    healed.get(later).json(app_json({.version = "12", .resources = pod("Healthy")}));
    healed.stream().hang().forever();
    CHECK(healed.run({"app", "wait", "waves", "--degraded-grace", "4s"}) == 0);
    CHECK(healed.time.elapsed() <= 4s);
}

TEST_CASE("grace: turning Degraded does not end the wait at once, and one below zero is refused") {
    application_run world;
    world.answer_settings();
    world.get().json(app_json({.health = "Progressing", .resources = pod("Progressing")}));
    world.stream()
        .piece(event_line("MODIFIED",
                          {.version = "11", .health = "Degraded", .resources = pod("Degraded")}))
        .after(1s)
        .piece(event_line("MODIFIED", {.version = "12", .resources = pod("Healthy")}))
        .hang();
    CHECK(world.run({"app", "wait", "waves", "--degraded-grace", "1m"}) == 0);
    CHECK(world.time.elapsed() == 1s);

    application_run bad;
    CHECK(bad.run({"app", "wait", "waves", "--degraded-grace", "-1s"}) == 20);
    CHECK(bad.said("--degraded-grace can't be less than 0s"));
}

TEST_CASE("strict: what the official CLI calls a success") {
    const auto code = [&](std::vector<std::string> words, bool is_strict,
                          const std::function<void(application_run&)>& prepare) {
        application_run world;
        prepare(world);
        if (is_strict)
            words.push_back("--strict");
        return world.run(words);
    };
    const auto failed = [](application_run& world) {
        answer_for_ever(world, {.operation_state = ended("Failed")});
    };
    CHECK(code({"app", "wait", "waves", "--operation"}, false, failed) == 0);
    CHECK(code({"app", "wait", "waves", "--operation"}, true, failed) == 20);
    CHECK(code({"app", "wait", "waves"}, true, failed) == 20);
    CHECK(code({"app", "wait", "waves", "--health"}, true, failed) == 0);
    const auto nothing = [](application_run& world) { world.names("selector=a%3Db", {}); };
    CHECK(code({"app", "wait", "-l", "a=b"}, false, nothing) == 0);
    CHECK(code({"app", "wait", "-l", "a=b"}, true, nothing) == 20);
    const auto preview = [](application_run& world) {
        auto end = ended("Failed");
        end.insert(end.find(R"("sync":{)") + 8, R"("dryRun":true,)");
        world.answer_finished_sync({}, {.version = "11", .operation_state = end});
    };
    CHECK(code({"app", "sync", "waves", "--dry-run"}, false, preview) == 0);
    CHECK(code({"app", "sync", "waves", "--dry-run"}, true, preview) == 1);
}

TEST_CASE("strict: an answer of no is an application that was not deleted") {
    for (const bool is_strict : {false, true}) {
        application_run world;
        world.streams.is_terminal = true;
        world.streams.input = {"n"};
        std::vector<std::string> words = {"app", "delete", "waves"};
        if (is_strict)
            words.push_back("--strict");
        CHECK(world.run(words) == (is_strict ? 20 : 0));
        CHECK(has(world.streams.output, "The command to delete 'waves' was cancelled.\n"));
    }
}

TEST_CASE("terminate on timeout: the sync that was started, once, and the failure stays the same") {
    application_run world;
    answer_endless_sync(world);
    world.server.on("DELETE /api/v1/applications/waves/operation").json("{}");
    CHECK(world.run({"app", "sync", "waves", "--timeout", "7", "--terminate-on-timeout"}) == 20);
    CHECK(world.said("the sync of application 'waves' is being terminated"));
    CHECK(world.said(R"(timed out (7s) waiting for app "waves" match desired state)"));
    CHECK(world.count("DELETE") == 1);
    CHECK(world.time.elapsed() == 7s);
}

TEST_CASE("terminate on timeout: what can't be reached any more is told, and soon") {
    application_run world;
    answer_endless_sync(world);
    world.server.on("DELETE /api/v1/applications/waves/operation").hang();
    CHECK(world.run({"app", "sync", "waves", "--timeout", "7", "--terminate-on-timeout"}) == 20);
    CHECK(world.said("the sync of application 'waves' could not be terminated: no answer in time"));
    CHECK(world.time.elapsed() == 12s);
}

TEST_CASE("terminate on timeout: also where only the answer to the sync is missing") {
    application_run world;
    world.get().json(app_json({.version = "9"}));
    world.post_sync().after(20s).piece(" ");
    world.get().json(app_json(at_work()));
    world.server.on("DELETE /api/v1/applications/waves/operation").json("{}");
    CHECK(world.run({"app", "sync", "waves", "--timeout", "9", "--terminate-on-timeout"}) == 20);
    CHECK(world.said("the sync of application 'waves' is being terminated"));
}

TEST_CASE("if busy: the timeout covers the waiting, and a sync of others is not terminated") {
    application_run world;
    world.get().json(app_json(at_work())).forever();
    world.get(later).json(app_json(at_work())).forever();
    world.stream().hang().forever();
    CHECK(world.run({"app", "sync", "waves", "--if-busy", "wait", "--timeout", "9",
                     "--terminate-on-timeout"}) == 20);
    CHECK(world.said("application 'waves' is busy: waiting for the end of the sync to a at "
                     "2026-11-24T00:00:05Z"));
    CHECK(world.said("timed out (9s) waiting for application 'waves' to be free of the sync to a "
                     "at 2026-11-24T00:00:05Z"));
    CHECK(world.count("POST") == 0);
    CHECK(world.count("DELETE") == 0);
    CHECK(world.time.elapsed() == 9s);
}

TEST_CASE("all of it: with a fault at any request it ends, is sent once, and says why") {
    tests::with_every_fault(
        [](application_run& world) {
            world.get().json(app_json(at_work()));
            world.get(later).json(app_json(at_work()));
            world.server.on("DELETE /api/v1/applications/waves/operation?project=default")
                .json("{}");
            world.get().json(app_json({.version = "12", .operation_state = ended("Failed")}));
            world.post_sync();
            world.answer_settings();
            auto end = ended();
            end.replace(end.find(":05Z"), 4, ":07Z");
            world.get().json(app_json({.version = "15", .operation_state = end})).forever();
            world.get(later).json(app_json({.version = "15", .operation_state = end})).forever();
            world.stream().hang().forever();
            world.stream("15").hang().forever();
        },
        {"app", "sync", "waves", "--if-busy=terminate", "--fail-fast", "--terminate-on-timeout",
         "--timeout", "100"},
        [](application_run& world, int code) {
            tests::check_ending(world, code);
            CHECK(world.count("POST") <= 2);
        });
}

TEST_CASE("exit codes: an application that goes while it is waited for, and a filter of none") {
    application_run gone;
    gone.answer_settings();
    gone.get().json(app_json({.health = "Progressing"}));
    gone.get("?project=default").status(404).json(R"({"code":5,"message":"gone"})");
    gone.stream().hang();
    CHECK(gone.run({"app", "wait", "waves", "--exit-codes", "detailed"}) == 41);
    CHECK(gone.said("rpc error: code = NotFound desc = gone"));

    application_run none;
    none.names("selector=a%3Db", {});
    CHECK(none.run({"app", "sync", "-l", "a=b", "--exit-codes", "detailed"}) == 42);
}

} // namespace argocdpp
