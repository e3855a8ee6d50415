#include "application_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using namespace std::chrono_literals;
using tests::app_facts;
using tests::app_json;
using tests::application_run;

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::size_t place(const std::string& text, std::string_view part) {
    const auto at = text.find(part);
    CHECK_MESSAGE(at != std::string::npos, part);
    return at;
}

std::string renamed(std::string text, const std::string& name) {
    const std::string usual = R"("name":"waves")";
    text.replace(text.find(usual), usual.size(), R"("name":")" + name + '"');
    return text;
}

std::string state_of(const std::string& name, const app_facts& facts) {
    return renamed(app_json(facts), name);
}

std::string event_of(const std::string& name, const app_facts& facts) {
    return renamed(tests::event_line("MODIFIED", facts), name);
}

tests::stub& stream_of(application_run& world, const std::string& name) {
    return world.server.on("GET /api/v1/stream/applications?name=" + name + "&resourceVersion=10");
}

std::string row_of(std::string_view health) {
    return R"([{"group":"apps","kind":"Deployment","namespace":"d","name":"web","status":"Synced",
        "health":{"status":")" +
           std::string(health) + R"("}}])";
}

/// An application that reaches this health so long after it is first watched, and stays so.
void answer_rollout(application_run& world, const std::string& name, duration after,
                    const std::string& health = "Healthy") {
    const auto begun =
        state_of(name, {.health = "Progressing", .resources = row_of("Progressing")});
    world.get("", name).json(begun);
    world.get("?project=default", name).json(begun).forever();
    stream_of(world, name)
        .after(after)
        .piece(event_of(name, {.version = "11", .health = health, .resources = row_of(health)}))
        .hang();
}

/// What an application that is there and changes no more answers.
void answer_at_rest(application_run& world, const std::string& name, const app_facts& state) {
    world.get("", name).json(state_of(name, state)).forever();
    world.get("?project=default", name).json(state_of(name, state)).forever();
    stream_of(world, name).hang().forever();
}

std::string fatal(const application_run& world) {
    const auto at = world.streams.talk.find(R"("level":"fatal")");
    return at == std::string::npos ? "" : world.streams.talk.substr(at);
}

void answer_settings(application_run& world) {
    world.server.on("GET /api/v1/settings").json(R"({"url":"https://cd.example.com"})").forever();
}

} // namespace

TEST_CASE("many: a hundred waits of ten seconds each take ten seconds") {
    application_run world;
    answer_settings(world);
    std::vector<std::string> words = {"app", "wait", "--parallel", "100"};
    for (int i = 100; i < 200; ++i) {
        words.push_back("a" + std::to_string(i));
        answer_rollout(world, words.back(), 10s);
    }
    CHECK(world.run(words) == 0);
    CHECK(world.time.elapsed() == 10s);
    const auto& text = world.streams.output;
    CHECK(has(text, "\n\nAPPLICATION  RESULT     REVISION  SYNC    HEALTH   DURATION\n"
                    "a100         succeeded            Synced  Healthy  10s\n"));
    CHECK(has(text, "\na199         succeeded            Synced  Healthy  10s\n"));
}

TEST_CASE("many: at most so many at once") {
    application_run world;
    answer_settings(world);
    std::vector<std::string> words = {"app", "wait", "--parallel", "3"};
    for (int i = 0; i < 7; ++i) {
        words.push_back("a" + std::to_string(i));
        answer_rollout(world, words.back(), 10s);
    }
    CHECK(world.run(words) == 0);
    CHECK(world.time.elapsed() == 30s);
}

TEST_CASE("many: what is printed of one application is in one piece") {
    application_run world;
    answer_settings(world);
    answer_rollout(world, "slow", 9s);
    answer_rollout(world, "fast", 3s);
    CHECK(world.run({"app", "wait", "slow", "fast", "--parallel", "2"}) == 0);
    const auto& text = world.streams.output;
    CHECK(place(text, "Name:               argocd/fast") <
          place(text, "Name:               argocd/slow"));
    // The live rows of the slow one, printed first while it lasted, come with its own state.
    const auto first = place(text, "TIMESTAMP");
    const auto second = text.find("TIMESTAMP", first + 1);
    CHECK(second > place(text, "Name:               argocd/fast"));
    CHECK(second < place(text, "Name:               argocd/slow"));
}

TEST_CASE("many: a CI system's groups are around what is printed of one application") {
    application_run world;
    answer_settings(world);
    answer_rollout(world, "slow", 9s);
    answer_rollout(world, "fast", 3s);
    CHECK(world.run({"app", "wait", "slow", "fast", "--parallel", "2", "--ci", "github"}) == 0);
    const auto& text = world.streams.output;
    CHECK(text.starts_with("::group::argocdpp app wait fast\nTIMESTAMP"));
    const auto end = place(text, "::endgroup::\n::group::argocdpp app wait slow\nTIMESTAMP");
    CHECK(place(text, "Name:               argocd/fast") < end);
    CHECK(place(text, "Name:               argocd/slow") > end);
    CHECK(place(text, "\n::endgroup::\n\nAPPLICATION  RESULT") > end);
}

TEST_CASE("many: one after the other without a flag, and as before") {
    application_run world;
    answer_settings(world);
    answer_rollout(world, "a", 4s);
    answer_rollout(world, "b", 4s);
    CHECK(world.run({"app", "wait", "a", "b"}) == 0);
    CHECK(world.time.elapsed() == 8s);
    CHECK_FALSE(has(world.streams.output, "DURATION"));
}

TEST_CASE("many: the first failure ends those that are under way") {
    application_run world;
    answer_settings(world);
    answer_rollout(world, "good", 60s);
    answer_rollout(world, "bad", 5s, "Degraded");
    CHECK(world.run({"app", "wait", "good", "bad", "late", "--parallel", "2"}) == 20);
    CHECK(world.time.elapsed() == 5s);
    CHECK(has(world.streams.talk, "application 'bad': application 'bad' health state has "
                                  "transitioned from Progressing to Degraded"));
    CHECK(has(fatal(world), "1 of 3 applications failed: bad; stopped: good; not begun: late"));
    CHECK(has(world.streams.output, "\ngood         stopped"));
    CHECK(has(world.streams.output, "\nlate         not begun"));
}

TEST_CASE("many: --keep-going does the others, too, and then fails") {
    for (const std::string at_once : {"1", "3"}) {
        CAPTURE(at_once);
        application_run world;
        answer_settings(world);
        answer_rollout(world, "good", 6s);
        answer_rollout(world, "bad", 5s, "Degraded");
        answer_rollout(world, "late", 4s);
        CHECK(world.run({"app", "wait", "good", "bad", "late", "--keep-going", "--parallel",
                         at_once, "--exit-codes", "detailed"}) == 32);
        CHECK(world.time.elapsed() == (at_once == "1" ? 15s : 6s));
        CHECK(has(fatal(world), "1 of 3 applications failed: bad\""));
        CHECK(has(world.streams.output, "\ngood         succeeded"));
        CHECK(has(world.streams.output, "\nbad          degraded             Synced  Degraded"));
        CHECK(has(world.streams.output, "\nlate         succeeded"));
    }
}

TEST_CASE("many: the exit code is that of the first in the order of names") {
    application_run world;
    answer_settings(world);
    answer_rollout(world, "a", 60s);
    answer_rollout(world, "b", 2s, "Degraded");
    CHECK(world.run({"app", "wait", "a", "b", "--keep-going", "--parallel", "2", "--timeout", "9",
                     "--exit-codes", "detailed"}) == 30);
}

TEST_CASE("many: --total-timeout is one for all, and tells who had no turn") {
    application_run world;
    answer_settings(world);
    answer_rollout(world, "a", 6s);
    answer_at_rest(world, "b", {.health = "Progressing", .resources = row_of("Progressing")});
    CHECK(world.run({"app", "wait", "a", "b", "c", "d", "--total-timeout", "10s", "--timeout", "8",
                     "--keep-going", "--exit-codes", "detailed"}) == 30);
    CHECK(world.time.elapsed() == 10s);
    CHECK(world.said(R"(application 'b': timed out (4s) waiting for app "b" match desired state)"));
    CHECK(has(world.streams.output, "This is the state of the app after wait timed out"));
    CHECK(has(fatal(world), "1 of 4 applications failed: b; not begun within --total-timeout: "
                            "c, d"));
    CHECK(has(world.streams.output, "\nd            no turn"));
}

TEST_CASE("many: all that were at work when time was up say so themselves") {
    application_run world;
    answer_settings(world);
    for (const std::string name : {"a", "b"})
        answer_at_rest(world, name, {.health = "Progressing"});
    CHECK(world.run({"app", "wait", "a", "b", "--total-timeout", "7s", "--parallel", "2"}) == 20);
    CHECK(world.time.elapsed() == 7s);
    CHECK(has(fatal(world), "2 of 2 applications failed: a, b"));
}

TEST_CASE("many: documents stay alone on standard output") {
    application_run world;
    answer_at_rest(world, "a", {});
    CHECK(world.run({"app", "wait", "a", "--keep-going", "-o", "json"}) == 0);
    CHECK(world.streams.output.starts_with("{"));
    CHECK(world.streams.output.ends_with("}\n"));
    CHECK(has(world.streams.talk, "APPLICATION  RESULT"));
}

TEST_CASE("many: an application named twice has one turn") {
    application_run world;
    answer_settings(world);
    answer_rollout(world, "a", 1s);
    CHECK(world.run({"app", "wait", "a", "a", "--parallel", "2"}) == 0);
}

TEST_CASE("many: numbers that can't be") {
    for (const std::string bad : {"0", "-1", "501"}) {
        application_run world;
        CHECK(world.run({"app", "wait", "a", "--parallel", bad}) == 1);
        CHECK(world.said("--parallel takes a number from 1 to 500, not " + bad));
    }
    application_run world;
    world.variables["ARGOCDPP_TOTAL_TIMEOUT"] = "-5s";
    CHECK(world.run({"app", "wait", "a"}) == 1);
    CHECK(world.said("--total-timeout must not be negative"));
}

TEST_CASE("many: deletes at once, having asked about each before") {
    application_run world;
    world.streams.is_terminal = true;
    world.streams.input = {"y", "n", "y"};
    for (const std::string name : {"a", "c"})
        world.server.on("DELETE /api/v1/applications/" + name).json("{}");
    CHECK(world.run({"app", "delete", "a", "b", "c", "--parallel", "3"}) == 0);
    const auto& text = world.streams.output;
    CHECK(place(text, "delete 'c'") < place(text, "application 'a' deleted"));
    CHECK(has(text, "The command to delete 'b' was cancelled."));
    CHECK(has(text, "application 'c' deleted"));
}

TEST_CASE("many: a deletion that takes too long is no success") {
    application_run world;
    answer_at_rest(world, "a", {});
    world.server.on("DELETE /api/v1/applications/a").json("{}");
    CHECK(world.run({"app", "delete", "a", "--wait", "--total-timeout", "5s"}) == 20);
    CHECK(has(fatal(world), "1 of 1 application failed: a"));
    CHECK(world.said("application 'a': timed out waiting for application 'a' to be gone"));
    CHECK(world.time.elapsed() == 5s);
}

TEST_CASE("many: syncs at once do not share what --label found") {
    application_run world;
    answer_settings(world);
    for (const std::string name : {"a", "b"}) {
        world.get("", name).json(state_of(name, {.operation_state = tests::ended()})).times(2);
        world.get("?project=default&refresh=normal", name)
            .json(state_of(name, {.operation_state = tests::ended()}))
            .forever();
        world.post_sync(name);
    }
    CHECK(world.run({"app", "sync", "a", "b", "--parallel", "2"}) == 0);
    CHECK(world.count("POST") == 2);
    CHECK(has(world.streams.output, "\nb            succeeded"));
}

} // namespace argocdpp
