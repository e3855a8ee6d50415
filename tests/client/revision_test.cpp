#include "../support/commits.hpp"

#include <argocdpp/wait.hpp>

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using namespace std::chrono_literals;
using tests::app_at;
using tests::newer;
using tests::older;
using tests::wanted;

const time_point start = time_point(1h);
const std::string finished = R"({"phase":"Succeeded","startedAt":"2026-11-24T00:00:05Z",
    "finishedAt":"2026-11-24T00:00:09Z","operation":{"sync":{"revision":"a"}}})";
const std::string failed = R"({"phase":"Failed","startedAt":"2026-11-24T00:00:05Z",
    "finishedAt":"2026-11-24T00:00:09Z","operation":{"sync":{"revision":"a"}}})";

wait_options for_revision(const std::string& revision) {
    wait_options made;
    made.conditions.health = true;
    made.revision.emplace();
    made.revision->wanted.push_back({std::nullopt, revision});
    return made;
}

revision_goal goal(const std::string& revision, std::optional<std::size_t> source = {}) {
    revision_goal made;
    made.wanted.push_back({source, revision});
    return made;
}

/// What a refresh that was begun at that time tells.
void refresh(wait_machine& machine, const proto::application& app, time_point now) {
    machine.revision()->on_refresh_begun(now);
    machine.on_read_begun();
    machine.on_read(app, now);
    if (!machine.is_done())
        machine.on_refreshed(app, now);
}

proto::application of_several(const std::vector<std::string>& compared) {
    auto made = app_at("");
    for (const std::string repository : {"https://git/a", "https://git/a.git", "https://git/b"}) {
        proto::application_source source;
        source.repo_url = repository;
        source.target_revision = "main";
        made.spec.sources.push_back(source);
    }
    proto::application_source chart;
    chart.repo_url = "https://charts";
    chart.chart = "redis";
    made.spec.sources.push_back(chart);
    made.status.sync.revisions = compared;
    return made;
}

} // namespace

TEST_CASE("a commit may be abbreviated, anything else is compared whole") {
    CHECK(is_same_revision("2222222", wanted));
    CHECK(is_same_revision("ABCDEF1", "abcdef1" + std::string(33, '0')));
    CHECK_FALSE(is_same_revision("222222", wanted));
    CHECK_FALSE(is_same_revision("", ""));
    CHECK_FALSE(is_same_revision(wanted, "2222222"));
    CHECK(is_same_revision("1.2.3", "1.2.3"));
    CHECK_FALSE(is_same_revision("1.2", "1.2.3"));
    CHECK(is_commit_name(std::string(64, 'a')));
    CHECK_FALSE(is_commit_name(std::string(50, 'a')));
    CHECK_FALSE(is_commit_name("main"));
}

TEST_CASE("what follows the same branch of the same repository is at it together, or not") {
    CHECK(is_compared_with(of_several({wanted, wanted, older, "9.0.0"}), goal("2222222")));
    CHECK_FALSE(is_compared_with(of_several({wanted, older, older, "9.0.0"}), goal(wanted)));
    CHECK(is_compared_with(of_several({older, older, wanted, "9.0.0"}), goal(wanted)));
    CHECK_FALSE(is_compared_with(of_several({older, older, older, wanted}), goal(wanted)));
    CHECK(is_compared_with(of_several({wanted, older, older, "9.0.0"}), goal(wanted, 0)));
    CHECK(is_compared_with(of_several({older, older, older, "9.0.0"}), goal("9.0.0", 3)));
    CHECK_FALSE(is_compared_with(of_several({older}), goal(wanted, 7)));
    auto both = goal(wanted, 0);
    both.wanted.push_back({2, newer});
    CHECK(is_compared_with(of_several({wanted, older, newer, "9.0.0"}), both));
    CHECK_FALSE(is_compared_with(of_several({wanted, older, older, "9.0.0"}), both));
}

TEST_CASE("where a hydrator writes, the dry commit counts too") {
    auto hydrated = app_at(newer);
    hydrated.spec.source_hydrator.emplace();
    auto& last = hydrated.status.source_hydrator.last_successful_operation.emplace();
    last.dry_sha = wanted;
    last.hydrated_sha = newer;
    CHECK(is_compared_with(hydrated, goal(wanted)));
    CHECK(is_compared_with(hydrated, goal(newer)));
    last.hydrated_sha = older;
    CHECK_FALSE(is_compared_with(hydrated, goal(wanted)));
}

TEST_CASE("an old revision that is synced and healthy is no success, however it is told") {
    wait_machine machine(for_revision(wanted), start);
    machine.on_read(app_at(older, {older}), start);
    machine.on_event("MODIFIED", app_at(older, {older}, {.version = "11"}), start);
    refresh(machine, app_at(older, {older}, {.version = "12"}), start + 1s);
    CHECK_FALSE(machine.is_done());
    // The event of the sync was lost; the next read shows its end.
    machine.on_read(app_at(wanted, {older, wanted}, {.version = "20"}), start + 5s);
    CHECK(std::move(machine).result().outcome == wait_outcome::met);
}

TEST_CASE("the revision must be synced, and no operation at work, whatever else is waited for") {
    wait_machine machine(for_revision(wanted), start);
    machine.on_read(app_at(wanted, {older}, {.sync = "OutOfSync"}), start);
    CHECK_FALSE(machine.is_done());
    machine.on_read(app_at(wanted, {older}, {.operation = R"({"sync":{}})"}), start);
    CHECK_FALSE(machine.is_done());
    machine.on_read(app_at(wanted, {older},
                           {.operation_state = finished, .reconciled_at = "2026-11-24T00:00:08Z"}),
                    start);
    CHECK_FALSE(machine.is_done());
    machine.on_read(app_at(wanted, {older}, {.health = "Progressing", .operation_state = finished}),
                    start);
    CHECK_FALSE(machine.is_done());
    machine.on_read(app_at(wanted, {older, wanted}, {.operation_state = finished}), start);
    CHECK(machine.is_done());
}

TEST_CASE("a commit on the way to ours takes nobody's place") {
    wait_machine machine(for_revision(newer), start);
    refresh(machine, app_at(wanted, {older}, {.sync = "OutOfSync"}), start);
    refresh(machine, app_at(wanted, {older, wanted}), start + 30s);
    const auto questions = machine.revision()->questions();
    REQUIRE(questions.size() == 1);
    machine.revision()->on_dates(questions[0], "2026-11-24T10:00:02Z", "2026-11-24T10:00:01Z",
                                 start + 30s);
    for (const auto later : {60s, 90s, 120s}) {
        refresh(machine, app_at(wanted, {older, wanted}), start + later);
        CHECK(machine.revision()->questions().empty());
        CHECK_FALSE(machine.is_done());
    }
    refresh(machine, app_at(newer, {older, wanted, newer}), start + 150s);
    CHECK(std::move(machine).result().outcome == wait_outcome::met);
}

TEST_CASE("a commit that is not pushed yet is waited for, and looked for ever more seldom") {
    wait_machine machine(for_revision(newer), start);
    CHECK(machine.revision()->next_refresh() == start);
    refresh(machine, app_at(older, {older}), start);
    auto now = start;
    for (const auto pause : {3s, 6s, 12s, 24s, 30s, 30s, 30s}) {
        now += pause;
        CHECK(machine.revision()->next_refresh() == now);
        refresh(machine, app_at(older, {older}), now);
        REQUIRE(machine.revision()->questions().size() == 1);
        machine.revision()->on_dates(machine.revision()->questions()[0], "", "", now);
    }
    CHECK_FALSE(machine.is_done());
}

TEST_CASE("superseded: deployed, and then another one, which a refresh still finds") {
    wait_machine machine(for_revision(wanted), start);
    refresh(machine, app_at(older, {older}), start);
    refresh(machine, app_at(older, {older}), start + 3s);
    CHECK(machine.revision()->next_refresh() == start + 9s);
    // An event alone may be older than git; it only brings the refresh forward.
    machine.on_event("MODIFIED", app_at(newer, {older, wanted, newer}, {.version = "30"}),
                     start + 4s);
    CHECK_FALSE(machine.is_done());
    CHECK(machine.revision()->next_refresh() == start + 5s);
    refresh(machine, app_at(newer, {older, wanted, newer}, {.version = "30"}), start + 5s);
    CHECK_FALSE(machine.is_done());
    CHECK(machine.revision()->next_refresh() == start + 7s);
    refresh(machine, app_at(newer, {older, wanted, newer}, {.version = "30"}), start + 7s);
    const auto result = std::move(machine).result();
    REQUIRE(result.outcome == wait_outcome::superseded);
    CHECK(result.overtaken->wanted == wanted);
    CHECK(result.overtaken->by == newer);
    CHECK(result.overtaken->was_deployed);
}

TEST_CASE("superseded: what is compared with is newer, and is so 10 s later") {
    wait_machine machine(for_revision("2222222"), start);
    refresh(machine, app_at(newer, {older, newer}), start);
    const auto questions = machine.revision()->questions();
    REQUIRE(questions.size() == 1);
    CHECK(questions[0].wanted == "2222222");
    CHECK(questions[0].by == newer);
    machine.revision()->on_dates(questions[0], "2026-11-24T10:00:01Z", "2026-11-24T10:00:02Z",
                                 start);
    CHECK_FALSE(machine.is_done());
    CHECK(machine.revision()->next_refresh() == start + 3s);
    refresh(machine, app_at(newer, {older, newer}), start + 9s);
    CHECK_FALSE(machine.is_done());
    CHECK(machine.revision()->next_refresh() == start + 10s);
    SUBCASE("still") {
        refresh(machine, app_at(newer, {older, newer}), start + 10s);
        const auto result = std::move(machine).result();
        CHECK(result.outcome == wait_outcome::superseded);
        CHECK_FALSE(result.overtaken->was_deployed);
    }
    SUBCASE("no longer: ours was rebased, and is older than the one below it") {
        refresh(machine, app_at(wanted, {older, newer, wanted}), start + 10s);
        CHECK(std::move(machine).result().outcome == wait_outcome::met);
    }
}

TEST_CASE("a push back to an old commit is met, though newer ones were deployed") {
    wait_machine machine(for_revision(wanted), start);
    refresh(machine, app_at(wanted, {wanted, newer, wanted}), start);
    CHECK(std::move(machine).result().outcome == wait_outcome::met);
}

TEST_CASE("a hydrated commit is not newer than its dry one") {
    wait_machine machine(for_revision(wanted), start);
    auto hydrated = app_at(newer);
    hydrated.spec.source_hydrator.emplace();
    refresh(machine, hydrated, start);
    CHECK(machine.revision()->questions().empty());
}

TEST_CASE("what was deployed before may become Degraded") {
    const auto resource = [](const std::string& health) {
        return R"([{"kind":"D","name":"a","status":"Synced","health":{"status":")" + health +
               R"("}}])";
    };
    wait_machine machine(for_revision(wanted), start);
    machine.on_read(app_at(older, {}, {.health = "Healthy", .resources = resource("Healthy")}),
                    start);
    machine.on_read(app_at(older, {}, {.health = "Degraded", .resources = resource("Degraded")}),
                    start);
    CHECK_FALSE(machine.is_done());
    machine.on_read(
        app_at(wanted, {}, {.health = "Progressing", .resources = resource("Progressing")}), start);
    machine.on_read(app_at(wanted, {}, {.health = "Degraded", .resources = resource("Degraded")}),
                    start);
    CHECK(std::move(machine).result().outcome == wait_outcome::degraded);
}

TEST_CASE("who started the operation may have its failure end the wait") {
    for (const bool ends : {false, true}) {
        auto options = for_revision(wanted);
        options.revision->ends_with_operation = ends;
        wait_machine machine(options, start);
        machine.on_read(app_at(wanted, {}, {.sync = "OutOfSync", .operation_state = failed}),
                        start);
        CHECK(machine.is_done() == ends);
    }
}

TEST_CASE("to be compared with a revision is enough where that is all that is asked") {
    wait_options options;
    options.revision = goal(wanted);
    options.revision->only_compared = true;
    wait_machine machine(options, start);
    machine.on_read(app_at(older), start);
    CHECK_FALSE(machine.is_done());
    machine.on_read(app_at(wanted, {}, {.sync = "OutOfSync", .health = "Degraded"}), start);
    CHECK(std::move(machine).result().outcome == wait_outcome::met);
}

} // namespace argocdpp
