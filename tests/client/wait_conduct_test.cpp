#include "make.hpp"

#include <argocdpp/wait.hpp>

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using namespace std::chrono_literals;
using tests::app;
using tests::app_facts;

const time_point start = time_point(1h);

std::string ended_as(const std::string& phase, const std::string& second = "05",
                     const std::string& revision = "a") {
    return R"({"phase":")" + phase + R"(","startedAt":"2026-11-24T00:00:)" + second +
           R"(Z","finishedAt":"2026-11-24T00:00:09Z","message":"no","operation":{"sync":{"revision":")" +
           revision + R"("}}})";
}

wait_options failing_fast() {
    wait_options made;
    made.conditions = {.sync = true, .health = true, .operation = true};
    made.conduct.fail_fast = true;
    return made;
}

wait_options with_grace(duration grace) {
    wait_options made;
    made.conditions = {.health = true};
    made.conduct.degraded_grace = grace;
    return made;
}

app_facts pods(std::string version, std::string_view first, std::string_view second) {
    const auto pod = [](std::string_view name, std::string_view health) {
        return R"({"kind":"Pod","name":")" + std::string(name) +
               R"(","status":"Synced","health":{"status":")" + std::string(health) + R"("}})";
    };
    const bool is_bad = first == "Degraded" || second == "Degraded";
    return {.version = std::move(version),
            .health = is_bad ? "Degraded" : "Progressing",
            .resources = "[" + pod("a", first) + "," + pod("b", second) + "]"};
}

wait_outcome outcome_of(wait_machine machine) { return std::move(machine).result().outcome; }

} // namespace

TEST_CASE("fail fast: an operation that failed for good ends the wait, with the state") {
    wait_machine machine(failing_fast(), start);
    machine.on_read(app({.sync = "OutOfSync", .operation = R"({"sync":{}})"}), start);
    CHECK_FALSE(machine.is_done());
    machine.on_event(
        "MODIFIED",
        app({.version = "11", .sync = "OutOfSync", .operation_state = ended_as("Failed")}),
        start + 1s);
    CHECK(machine.is_done());
    const auto result = std::move(machine).result();
    CHECK(result.outcome == wait_outcome::operation_failed);
    CHECK(result.app.status.operation_state->message == "no");
}

TEST_CASE("fail fast: phase Error counts, success does not, nor does a preview or a met wait") {
    const auto outcome = [](const app_facts& facts) {
        wait_machine machine(failing_fast(), start);
        machine.on_read(app(facts), start);
        return outcome_of(std::move(machine));
    };
    CHECK(outcome({.sync = "OutOfSync", .operation_state = ended_as("Error")}) ==
          wait_outcome::operation_failed);
    CHECK(outcome({.sync = "OutOfSync", .operation_state = ended_as("Succeeded")}) ==
          wait_outcome::timed_out);
    CHECK(outcome({.operation_state = ended_as("Failed")}) == wait_outcome::met);
    const std::string preview =
        R"({"phase":"Failed","startedAt":"2026-11-24T00:00:05Z","finishedAt":"2026-11-24T00:00:09Z",
            "operation":{"sync":{"dryRun":true}}})";
    CHECK(outcome({.sync = "OutOfSync", .operation_state = preview}) == wait_outcome::timed_out);
}

TEST_CASE("fail fast: an older failure does not count once the next is asked for or due") {
    app_facts asked{
        .sync = "OutOfSync", .operation = R"({"sync":{}})", .operation_state = ended_as("Failed")};
    wait_machine machine(failing_fast(), start);
    machine.on_read(app(asked), start);
    CHECK_FALSE(machine.is_done());

    auto automatic = app({.sync = "OutOfSync", .operation_state = ended_as("Failed")});
    automatic.spec.sync_policy.emplace();
    automatic.spec.sync_policy->automated.emplace();
    automatic.status.sync.revision = "b";
    wait_machine due(failing_fast(), start);
    due.on_read(automatic, start);
    CHECK_FALSE(due.is_done());
    automatic.status.sync.revision = "a"; // that one it does not try again
    wait_machine given_up(failing_fast(), start);
    given_up.on_read(automatic, start);
    CHECK(given_up.is_done());
}

TEST_CASE("fail fast: before the comparison after its end a failure is not the last word") {
    wait_machine machine(failing_fast(), start);
    machine.on_read(app({.sync = "OutOfSync",
                         .operation_state = ended_as("Failed"),
                         .reconciled_at = "2026-11-24T00:00:08Z"}),
                    start);
    CHECK_FALSE(machine.is_done());
}

TEST_CASE("fail fast: without it nothing of this ends a wait") {
    wait_options plain = failing_fast();
    plain.conduct.fail_fast = false;
    wait_machine machine(plain, start);
    machine.on_read(app({.sync = "OutOfSync", .operation_state = ended_as("Failed")}), start);
    CHECK_FALSE(machine.is_done());
}

TEST_CASE("grace: what heals in time does not end the wait, and each thing has its own time") {
    wait_machine machine(with_grace(30s), start);
    machine.on_read(app(pods("10", "Degraded", "Progressing")), start);
    CHECK(machine.next_look(start) == start + 30s);
    machine.on_event("MODIFIED", app(pods("11", "Degraded", "Degraded")), start + 20s);
    machine.on_event("MODIFIED", app(pods("12", "Progressing", "Degraded")), start + 29s);
    machine.on_time(start + 30s);
    CHECK_FALSE(machine.is_done());
    CHECK(machine.next_look(start + 30s) == start + 50s);
    machine.on_time(start + 50s);
    CHECK(outcome_of(std::move(machine)) == wait_outcome::degraded);
}

TEST_CASE("grace: an application that is Degraded from the beginning, without a bad resource") {
    wait_machine machine(with_grace(10s), start);
    machine.on_read(app({.health = "Degraded"}), start);
    CHECK_FALSE(machine.is_done());
    machine.on_time(start + 10s);
    CHECK(machine.is_done());
}

TEST_CASE("grace: it begins anew after every recovery, and zero is none") {
    wait_machine machine(with_grace(10s), start);
    for (int i = 0; i < 5; ++i) {
        machine.on_event("MODIFIED", app(pods("11", "Degraded", "Healthy")), start + i * 8s);
        machine.on_event("MODIFIED", app(pods("12", "Progressing", "Healthy")),
                         start + i * 8s + 4s);
    }
    machine.on_time(start + 40s);
    CHECK_FALSE(machine.is_done());
    CHECK(machine.next_look(start + 40s) == start + 50s); // nothing bad begins and ends unseen

    wait_machine none(with_grace(0s), start);
    none.on_read(app(pods("10", "Degraded", "Healthy")), start);
    CHECK(none.is_done());
    wait_machine plain(wait_options(), start);
    CHECK(plain.next_look(start) == time_point::max());
}

namespace {

const std::string mine = R"({"sync":{"revision":"a"},"initiatedBy":{"username":"ci"}})";

/// Follows `mine`, which started in second 05.
wait_options following_mine() {
    wait_options made;
    made.conditions.operation = true;
    made.conduct.operation.emplace(
        app({.operation = mine,
             .operation_state =
                 R"({"phase":"Running","startedAt":"2026-11-24T00:00:05Z","operation":)" + mine +
                 "}"}));
    return made;
}

} // namespace

TEST_CASE("tracking: the end of that operation, compared since, is the end of the wait") {
    wait_machine machine(following_mine(), start);
    machine.on_read(app({.version = "11",
                         .operation_state = ended_as("Failed"),
                         .reconciled_at = "2026-11-24T00:00:08Z"}),
                    start);
    CHECK_FALSE(machine.is_done());
    machine.on_read(app({.version = "12", .operation_state = ended_as("Failed")}), start);
    CHECK(outcome_of(std::move(machine)) == wait_outcome::met);
}

TEST_CASE("tracking: what follows at once does not hide an end that was seen") {
    wait_machine machine(following_mine(), start);
    machine.on_read(app({.version = "11",
                         .operation_state = ended_as("Failed"),
                         .reconciled_at = "2026-11-24T00:00:08Z"}),
                    start);
    machine.on_event("MODIFIED", app({.version = "12", .operation = mine}), start);
    const auto result = std::move(machine).result();
    CHECK(result.outcome == wait_outcome::met);
    CHECK(result.app.status.operation_state->phase == "Failed");
}

TEST_CASE("tracking: an end that was not seen is none, however well the next one went") {
    wait_machine machine(following_mine(), start);
    machine.on_read(app({.version = "19", .operation_state = ended_as("Succeeded", "07")}), start);
    CHECK(outcome_of(std::move(machine)) == wait_outcome::overtaken);
}

TEST_CASE("tracking: fail fast does not wait for the comparison") {
    auto options = following_mine();
    options.conduct.fail_fast = true;
    wait_machine machine(options, start);
    machine.on_read(app({.version = "11",
                         .operation_state = ended_as("Failed"),
                         .reconciled_at = "2026-11-24T00:00:08Z"}),
                    start);
    CHECK(outcome_of(std::move(machine)) == wait_outcome::operation_failed);
}

} // namespace argocdpp
