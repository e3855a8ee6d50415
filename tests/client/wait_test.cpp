#include "make.hpp"

#include <argocdpp/wait.hpp>

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using namespace std::chrono_literals;
using tests::app;
using tests::app_facts;

const time_point start = time_point(1h);

const wait_conditions everything{.sync = true, .health = true, .operation = true};
const wait_conditions only_operation{.operation = true};

wait_options waiting_for(wait_conditions conditions, duration timeout = duration::zero()) {
    wait_options made;
    made.conditions = conditions;
    made.timeout = timeout;
    return made;
}

std::string running = R"({"phase":"Running","startedAt":"2026-11-24T00:00:05Z",
    "operation":{"sync":{"revision":"a"}}})";
std::string finished = R"({"phase":"Succeeded","startedAt":"2026-11-24T00:00:05Z",
    "finishedAt":"2026-11-24T00:00:09Z","operation":{"sync":{"revision":"a"}}})";
std::string preview = R"({"phase":"Succeeded","startedAt":"2026-11-24T00:00:05Z",
    "finishedAt":"2026-11-24T00:00:19Z","operation":{"sync":{"dryRun":true}}})";

error lost() { return {error_kind::lost, "EOF"}; }

TEST_CASE(
    "an operation is in progress when asked for, running, or not yet compared after its end") {
    CHECK(is_operation_in_progress(app({.operation = R"({"sync":{}})"})));
    CHECK(is_operation_in_progress(app({.operation_state = running})));
    CHECK_FALSE(is_operation_in_progress(app({.operation_state = finished})));
    CHECK(is_operation_in_progress(
        app({.operation_state = finished, .reconciled_at = "2026-11-24T00:00:08Z"})));
    CHECK_FALSE(is_operation_in_progress(
        app({.operation_state = finished, .reconciled_at = "2026-11-24T00:00:09Z"})));
    CHECK(is_operation_in_progress(app({.operation_state = finished, .reconciled_at = ""})));
    CHECK_FALSE(is_operation_in_progress(app({.operation_state = preview})));
    CHECK_FALSE(is_operation_in_progress(app({})));
}

TEST_CASE("all conditions must hold, but one kind of health is enough") {
    CHECK(is_satisfied(app({}), everything, {}));
    CHECK_FALSE(is_satisfied(app({.sync = "OutOfSync"}), everything, {}));
    CHECK_FALSE(is_satisfied(app({.health = "Progressing"}), everything, {}));
    CHECK(is_satisfied(app({.sync = "OutOfSync"}), {.health = true}, {}));
    CHECK(is_satisfied(app({.health = "Suspended"}), {.health = true, .suspended = true}, {}));
    CHECK_FALSE(is_satisfied(app({.health = "Degraded"}), {.health = true, .suspended = true}, {}));
    CHECK(is_satisfied(app({.health = "Degraded"}), {.degraded = true}, {}));
    CHECK_FALSE(is_satisfied(app({}), {.deletion = true}, {}));
    CHECK_FALSE(is_satisfied(app({.health = "Sunny"}), everything, {}));
}

TEST_CASE("with selectors each chosen resource counts, not the application") {
    const auto some = app({.sync = "OutOfSync", .health = "Missing", .resources = R"([
        {"kind":"ConfigMap","name":"a","status":"Synced"},
        {"group":"apps","kind":"Deployment","name":"b","status":"OutOfSync","health":{"status":"Missing"}}])"});
    CHECK(is_satisfied(some, everything, {resource_selector::parse(":ConfigMap:a")}));
    CHECK_FALSE(is_satisfied(some, everything, {resource_selector::parse("apps:*:*")}));
    CHECK(is_satisfied(some, everything, {resource_selector::parse("!apps:Deployment:b")}));
    CHECK(is_satisfied(some, everything, {resource_selector::parse(":ConfigMap:nothing")}));
}

TEST_CASE("a resource of a kind without health does not block a wait for health") {
    const auto some = app({.resources = R"([{"kind":"ConfigMap","name":"a","status":"Synced"}])"});
    CHECK(is_satisfied(some, everything, {resource_selector::parse(":ConfigMap:a")}));
    CHECK_FALSE(is_satisfied(some, {.degraded = true}, {resource_selector::parse(":ConfigMap:a")}));
}

TEST_CASE("a hook that succeeded does not block a wait for it") {
    const auto hook = [](const std::string& phase) {
        return app({.operation_state =
                        R"({"phase":"Succeeded","startedAt":"2026-11-24T00:00:05Z",
            "finishedAt":"2026-11-24T00:00:09Z","operation":{},"syncResult":{"revision":"a","resources":[
            {"group":"batch","kind":"Job","name":"m","status":"Synced","hookType":"PreSync","hookPhase":")" +
                        phase + R"("}]}})"});
    };
    const std::vector<resource_selector> job = {resource_selector::parse("batch:Job:m")};
    CHECK(is_satisfied(hook("Succeeded"), everything, job));
    CHECK_FALSE(is_satisfied(hook("Running"), everything, job));
}

TEST_CASE("hydration is met when the current operation is done and was the last successful one") {
    auto some = app({});
    CHECK_FALSE(is_satisfied(some, {.hydrated = true}, {}));
    auto& hydrator = some.status.source_hydrator;
    hydrator.current_operation.emplace();
    hydrator.current_operation->phase = "Hydrated";
    hydrator.current_operation->dry_sha = "abc";
    CHECK_FALSE(is_satisfied(some, {.hydrated = true}, {}));
    hydrator.last_successful_operation = hydrator.current_operation;
    CHECK(is_satisfied(some, {.hydrated = true}, {}));
    hydrator.last_successful_operation->dry_sha = "abd";
    CHECK_FALSE(is_satisfied(some, {.hydrated = true}, {}));
}

TEST_CASE("a wait that is satisfied at first sight reports no rows") {
    wait_machine machine(waiting_for(everything), start);
    CHECK(
        machine.on_read(app({.resources = R"([{"kind":"C","name":"a","status":"Synced"}])"}), start)
            .empty());
    REQUIRE(machine.is_done());
    CHECK(std::move(machine).result().outcome == wait_outcome::met);
}

TEST_CASE("rows are reported when new or changed, and a blank never overwrites") {
    wait_machine machine(waiting_for(everything), start);
    const auto progressing = [](const std::string& health) {
        return app(
            {.health = "Progressing",
             .resources = R"([{"kind":"D","name":"a","status":"Synced","health":{"status":")" +
                          health + R"("}},{"kind":"C","name":"b","status":"Synced"}])"});
    };
    CHECK(machine.on_read(progressing("Missing"), start).size() == 2);
    CHECK(machine.on_read(progressing("Missing"), start).empty());
    const auto rows = machine.on_event("MODIFIED", progressing("Progressing"), start);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].name == "a");
    CHECK(rows[0].health == "Progressing");
    CHECK(machine.on_event("MODIFIED", progressing(""), start).empty());
}

TEST_CASE("a hook of two phases is one row, reported once per change") {
    const auto running_hook = [](const std::string& second) {
        return app({.operation_state = R"({"phase":"Running","startedAt":"2026-11-24T00:00:05Z",
            "operation":{},"syncResult":{"revision":"a","resources":[
            {"group":"batch","kind":"Job","name":"m","status":"Synced","hookType":"PreSync",
             "hookPhase":"Succeeded"},
            {"group":"batch","kind":"Job","name":"m","status":"Synced","hookType":"PostSync",
             "hookPhase":")" + second + R"("}]}})"});
    };
    wait_machine machine(waiting_for(only_operation), start);
    const auto first = machine.on_read(running_hook("Running"), start);
    REQUIRE(first.size() == 1);
    CHECK(first[0].status == "Running");
    CHECK(machine.on_event("MODIFIED", running_hook("Running"), start).empty());
    CHECK(machine.on_event("MODIFIED", running_hook("Failed"), start).size() == 1);
}

TEST_CASE("an event older than the last read is ignored, a read begun after it never") {
    wait_machine machine(waiting_for(only_operation), start);
    machine.on_read(app({.version = "20", .operation = R"({"sync":{}})"}), start);
    machine.on_event("MODIFIED", app({.version = "19"}), start);
    CHECK_FALSE(machine.is_done());
    machine.on_event("MODIFIED", app({.version = "21", .operation_state = running}), start);
    CHECK_FALSE(machine.is_done());
    machine.on_read_begun();
    machine.on_read(app({.version = "3"}), start); // a server restored from a backup
    CHECK(machine.is_done());
}

TEST_CASE("a read that an event outran is ignored") {
    const auto with = [](const std::string& version, const std::string& health) {
        return app(
            {.version = version,
             .health = "Progressing",
             .resources = R"([{"kind":"D","name":"a","status":"Synced","health":{"status":")" +
                          health + R"("}}])"});
    };
    wait_machine machine(waiting_for(everything), start);
    machine.on_read(with("10", "Degraded"), start);
    machine.on_read_begun();
    machine.on_event("MODIFIED", with("11", "Progressing"), start);
    machine.on_read(with("10", "Degraded"), start);
    CHECK_FALSE(machine.is_done());
    CHECK(machine.resource_version() == "11");
}

TEST_CASE(
    "a resource that turns Degraded ends a wait for health, one that was so before does not") {
    const auto with = [](const std::string& health) {
        return app(
            {.health = "Progressing",
             .resources = R"([{"kind":"D","name":"a","status":"Synced","health":{"status":")" +
                          health + R"("}}])"});
    };
    wait_machine machine(waiting_for(everything), start);
    machine.on_read(with("Degraded"), start);
    CHECK_FALSE(machine.is_done());
    machine.on_event("MODIFIED", with("Progressing"), start);
    CHECK_FALSE(machine.is_done());
    machine.on_event("MODIFIED", with("Degraded"), start);
    REQUIRE(machine.is_done());
    const auto result = std::move(machine).result();
    CHECK(result.outcome == wait_outcome::degraded);
    CHECK(result.health_before == "Progressing");

    wait_machine other(waiting_for(only_operation), start);
    other.on_read(app({.operation = R"({"sync":{}})"}), start);
    other.on_event("MODIFIED", with("Degraded"), start);
    CHECK(std::move(other).result().outcome != wait_outcome::degraded);
}

TEST_CASE("a wait for deletion ends with the event, with a 404, and with another of that name") {
    const auto begun = [] {
        wait_machine machine(waiting_for({.deletion = true}), start);
        machine.on_read(app({}), start);
        return machine;
    };
    auto by_event = begun();
    by_event.on_event("DELETED", app({}), start);
    CHECK(std::move(by_event).result().outcome == wait_outcome::deleted);

    auto by_read = begun();
    by_read.on_read_failed({error_kind::not_found, "gone"}, start);
    CHECK(std::move(by_read).result().outcome == wait_outcome::deleted);

    auto by_successor = begun();
    by_successor.on_read(app({.uid = "u2"}), start);
    CHECK(std::move(by_successor).result().outcome == wait_outcome::deleted);

    auto by_successors_event = begun();
    by_successors_event.on_event("ADDED", app({.version = "12", .uid = "u2"}), start);
    CHECK_FALSE(by_successors_event.is_done());
    CHECK(by_successors_event.is_read_overdue(start));
    by_successors_event.on_read(app({.version = "12", .uid = "u2"}), start);
    CHECK(std::move(by_successors_event).result().outcome == wait_outcome::deleted);

    auto by_foreign_event = begun();
    by_foreign_event.on_event("DELETED", app({.uid = "u0"}), start);
    CHECK_FALSE(by_foreign_event.is_done());
}

TEST_CASE("an application that vanishes ends a wait with the server's words") {
    wait_machine machine(waiting_for(everything), start);
    machine.on_read(app({.health = "Progressing"}), start);
    machine.on_event("DELETED", app({}), start);
    CHECK_FALSE(machine.is_done()); // events are hints: this one makes it ask
    CHECK(machine.next_read(0.9) <= start);
    CHECK(machine.is_read_due(start));
    machine.on_read_failed({error_kind::not_found, "no such application"}, start);
    const auto result = std::move(machine).result();
    CHECK(result.outcome == wait_outcome::failed);
    CHECK(result.failure->what() == std::string("no such application"));
}

TEST_CASE("401 ends a wait where a read is refused; where the stream is, a read tells") {
    const error expired(error_kind::unauthenticated, "token is expired");
    wait_machine reading(waiting_for(everything), start);
    reading.on_read(app({.health = "Progressing"}), start);
    reading.on_read_failed(expired, start);
    CHECK(std::move(reading).result().failure->kind == error_kind::unauthenticated);

    wait_machine watching(waiting_for(everything), start);
    watching.on_read(app({.health = "Progressing"}), start);
    watching.on_stream_lost(&expired, start);
    CHECK_FALSE(watching.is_done());
    CHECK(watching.is_read_due(start));
}

TEST_CASE("one 403 may be the server's own trouble, thirty seconds of it are not") {
    const error denied(error_kind::denied, "permission denied");
    wait_machine machine(waiting_for(everything), start);
    machine.on_read(app({.health = "Progressing"}), start);
    machine.on_read_failed(denied, start);
    CHECK_FALSE(machine.is_done());
    machine.on_read(app({.health = "Progressing"}), start + 10s);
    machine.on_read_failed(denied, start + 20s);
    machine.on_read_failed(denied, start + 49s);
    CHECK_FALSE(machine.is_done());
    machine.on_read_failed(denied, start + 50s);
    CHECK(machine.is_done());
}

TEST_CASE("thirty seconds of 403 are thirty seconds of nothing else") {
    const error denied(error_kind::denied, "permission denied");
    wait_machine machine(waiting_for(everything), start);
    machine.on_read(app({.health = "Progressing"}), start);
    machine.on_read_failed(denied, start);
    machine.on_read_failed(lost(), start + 20s);
    machine.on_read_failed(denied, start + 40s);
    CHECK_FALSE(machine.is_done());
}

TEST_CASE(
    "an unreachable server ends a wait without a timeout after five minutes, never one with") {
    wait_machine open_ended(waiting_for(everything), start);
    open_ended.on_read(app({.health = "Progressing"}), start);
    open_ended.on_read_failed(lost(), start + 1min);
    open_ended.on_read_failed(lost(), start + 5min);
    CHECK_FALSE(open_ended.is_done());
    open_ended.on_read_failed(lost(), start + 6min);
    CHECK(std::move(open_ended).result().outcome == wait_outcome::failed);

    wait_machine limited(waiting_for(everything, 10min), start);
    limited.on_read(app({.health = "Progressing"}), start);
    limited.on_read_failed(lost(), start);
    limited.on_read_failed(lost(), start + 9min);
    CHECK_FALSE(limited.is_done());
    CHECK(limited.deadline() == start + 10min);
    CHECK(std::move(limited).result().outcome == wait_outcome::timed_out);
}

TEST_CASE("five minutes unreachable are counted anew after an answer") {
    wait_machine machine(waiting_for(everything), start);
    machine.on_read(app({.health = "Progressing"}), start);
    machine.on_read_failed(lost(), start);
    machine.on_read(app({.health = "Progressing"}), start + 4min);
    machine.on_read_failed(lost(), start + 5min);
    machine.on_read_failed(lost(), start + 9min);
    CHECK_FALSE(machine.is_done());
}

TEST_CASE("what fails at first sight ends the wait at once") {
    wait_machine machine(waiting_for(everything), start);
    machine.on_read_failed({error_kind::denied, "permission denied"}, start);
    CHECK(machine.is_done());
}

TEST_CASE(
    "reads come every two seconds at first and every 2 to 15 s later, never after the deadline") {
    wait_machine machine(waiting_for(everything, 1h), start);
    CHECK(machine.next_read(0.5) <= start);
    machine.on_read(app({.health = "Progressing"}), start);
    CHECK(machine.next_read(0.0) == start + 2s);
    CHECK(machine.next_read(0.99) == start + 2s);
    for (int i = 0; i < 20; ++i)
        machine.on_read(app({.health = "Progressing"}), start);
    CHECK(machine.next_read(0.0) == start + 2s);
    CHECK(machine.next_read(1.0) == start + 15s);
    CHECK_FALSE(machine.is_read_due(start + 1s));
    CHECK(machine.is_read_due(start + 2s));

    wait_machine brief(waiting_for(everything, 1s), start);
    brief.on_read(app({.health = "Progressing"}), start);
    CHECK(brief.next_read(0.0) == start + 1s);
}

TEST_CASE(
    "a stream that was cut after a while is opened again at once, one that never works later") {
    wait_machine machine(waiting_for(everything), start);
    CHECK(machine.next_open(1.0) == start);
    machine.on_stream_opened(start);
    machine.on_stream_lost(nullptr, start + 60s);
    CHECK(machine.next_open(1.0) == start + 60s);
    const auto failure = lost();
    machine.on_stream_lost(&failure, start + 60s);
    CHECK(machine.next_open(1.0) == start + 60s + 250ms);
    machine.on_stream_lost(&failure, start + 60s);
    CHECK(machine.next_open(1.0) == start + 60s + 500ms);
    for (int i = 0; i < 20; ++i)
        machine.on_stream_lost(&failure, start + 60s);
    CHECK(machine.next_open(1.0) == start + 65s);
    machine.on_stream_lost(&failure, start + 66s); // the pause is no life
    CHECK(machine.next_open(1.0) == start + 71s);
}

TEST_CASE("an operation that changes things is remembered, a preview is not") {
    wait_machine machine(waiting_for(only_operation), start);
    machine.on_read(app({.operation = R"({"sync":{"dryRun":true}})"}), start);
    machine.on_read(app({}), start);
    CHECK_FALSE(std::move(machine).result().saw_operation);
    wait_machine other(waiting_for(only_operation), start);
    other.on_read(app({.operation = R"({"sync":{}})"}), start);
    other.on_read(app({}), start);
    CHECK(std::move(other).result().saw_operation);
}

} // namespace
} // namespace argocdpp
