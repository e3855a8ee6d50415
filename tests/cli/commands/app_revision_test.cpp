#include "../../support/commits.hpp"
#include "application_run.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace argocdpp {
namespace {

using namespace std::chrono_literals;
using tests::app_at;
using tests::application_run;
using tests::json_of;
using tests::newer;
using tests::older;
using tests::wanted;

constexpr std::string_view later = "?project=default";
constexpr std::string_view compared = "?project=default&refresh=normal";

/// An application that is at a commit, whatever it is asked.
void answer_for_ever(application_run& world, const proto::application& state) {
    for (const auto query :
         {std::string_view(), later, compared, std::string_view("?refresh=normal")})
        world.get(query).json(json_of(state)).forever();
    world.stream().hang().forever();
}

void answer_date(application_run& world, const std::string& commit, const std::string& date) {
    world.get("/revisions/" + commit + "/metadata?project=default&sourceIndex=0")
        .json(R"({"date":")" + date + R"(","tags":["v1"]})")
        .forever();
}

proto::application synced(const std::string& commit) {
    auto state = tests::ended();
    const std::string any = R"("revision":"a")";
    for (auto at = state.find(any); at != std::string::npos; at = state.find(any, at))
        state.replace(at, any.size(), R"("revision":")" + commit + "\"");
    return app_at(commit, {older, commit}, {.version = "12", .operation_state = state});
}

} // namespace

TEST_CASE("app wait --for-revision: at the commit already") {
    application_run world;
    world.answer_settings();
    answer_for_ever(world, app_at(wanted));
    CHECK(world.run({"app", "wait", "waves", "--for-revision", "2222222"}) == 0);
    CHECK(world.time.elapsed() == 0s);
}

TEST_CASE("app wait --for-revision: an old commit that is synced and healthy is none") {
    application_run world;
    world.answer_settings();
    answer_for_ever(world, app_at(older, {older}));
    answer_date(world, older, "2026-11-24T10:00:00Z");
    answer_date(world, wanted, "2026-11-24T10:00:01Z");
    CHECK(world.run({"app", "wait", "waves", "--for-revision", wanted, "--timeout", "60"}) == 20);
    CHECK(world.said(R"(timed out (60s) waiting for app "waves" match desired state)"));
}

TEST_CASE("app wait --for-revision: the refresh brings the new commit") {
    application_run world;
    world.answer_settings();
    world.get().json(json_of(app_at(older, {older})));
    world.get(compared).json(
        json_of(app_at(wanted, {older}, {.version = "11", .sync = "OutOfSync"})));
    world.get(later).json(json_of(synced(wanted))).forever();
    world.stream().hang().forever();
    world.stream("11").hang().forever();
    world.get("?project=default&refresh=normal").json(json_of(synced(wanted))).forever();
    CHECK(world.run({"app", "wait", "waves", "--for-revision", wanted, "--timeout", "60"}) == 0);
    CHECK(world.time.elapsed() < 10s);
}

TEST_CASE("app wait --for-revision: superseded has an exit code") {
    for (const bool is_detailed : {false, true}) {
        application_run world;
        world.answer_settings();
        answer_for_ever(world, app_at(newer, {older, wanted, newer}));
        std::vector<std::string> words = {"app", "wait", "waves", "--for-revision", "2222222"};
        if (is_detailed)
            words.push_back("--exit-codes=detailed");
        CHECK(world.run(words) == (is_detailed ? 38 : 20));
        CHECK(world.said("application 'waves' was synced to 2222222 and after that to 3333333, "
                         "which it is compared with now"));
    }
    application_run world;
    world.answer_settings();
    answer_for_ever(world, app_at(newer, {newer}));
    answer_date(world, wanted, "2026-11-24T10:00:00Z");
    answer_date(world, newer, "2026-11-24T10:00:01Z");
    CHECK(world.run({"app", "wait", "waves", "--for-revision", wanted}) == 20);
    CHECK(world.said("application 'waves' is compared with 3333333, which is newer than 2222222"));
}

TEST_CASE("app wait --for-revision: names of what is followed, and tags of it") {
    for (const std::string name : {"main", "refs/heads/main", "v1"}) {
        application_run world;
        world.answer_settings();
        answer_for_ever(world, app_at(wanted));
        answer_date(world, wanted, "2026-11-24T10:00:00Z");
        CHECK(world.run({"app", "wait", "waves", "--for-revision", name}) == 0);
    }
    application_run world;
    answer_for_ever(world, app_at(wanted));
    answer_date(world, wanted, "2026-11-24T10:00:00Z");
    CHECK(world.run({"app", "wait", "waves", "--for-revision", "v2"}) == 20);
    CHECK(world.said("application 'waves' follows main; 'v2' is neither that nor a tag of the "
                     "commit that it is compared with: name the commit (git rev-parse v2)"));
}

TEST_CASE("app wait --for-revision: sources by position, and what can't be meant") {
    application_run world;
    world.answer_settings();
    answer_for_ever(world, app_at(wanted));
    CHECK(world.run({"app", "wait", "waves", "--for-revision", "1=" + wanted}) == 0);
    CHECK(world.run({"app", "wait", "waves", "--for-revision", "2=" + wanted}) == 1);
    CHECK(world.said("there is no source 2, but 1"));
    CHECK(world.run({"app", "wait", "waves", "--for-revision", "1="}) == 1);
    CHECK(world.run({"app", "wait", "waves", "--delete", "--for-revision", wanted}) == 1);
}

TEST_CASE("app wait --for-revision: a refresh that is not answered is told, and does not end it") {
    application_run world;
    world.answer_settings();
    world.get().json(json_of(app_at(older, {older})));
    world.get(compared).hang().forever();
    world.get("?project=default&refresh=hard").hang().forever();
    for (int i = 0; i < 4; ++i)
        world.get(later).json(json_of(app_at(older, {older})));
    world.get(later).json(json_of(synced(wanted))).forever();
    world.stream().hang().forever();
    CHECK(world.run({"app", "wait", "waves", "--for-revision", wanted, "--timeout", "90"}) == 0);
    CHECK(world.said("still waiting for application 'waves': the refresh of application 'waves' "
                     "was not answered in 10s"));
}

TEST_CASE("app sync --for-revision: syncs that commit, once the server compares with it") {
    application_run world;
    world.answer_settings();
    world.get().json(json_of(app_at(older, {older})));
    world.get().json(json_of(app_at(older, {older})));
    world.get(compared)
        .json(json_of(app_at(wanted, {older}, {.version = "11", .sync = "OutOfSync"})))
        .forever();
    world.stream().hang().forever();
    world.post_sync();
    world.get().json(json_of(synced(wanted))).forever();
    world.get(later).json(json_of(synced(wanted))).forever();
    CHECK(world.run({"app", "sync", "waves", "--for-revision", wanted, "--timeout", "60"}) == 0);
    CHECK(world.streams.talk == "");
    CHECK(world.body_of("POST").find("\"revision\":\"" + wanted) != std::string::npos);
}

TEST_CASE("app sync --expect-revision: nothing is sent where something else would be deployed") {
    application_run world;
    answer_for_ever(world, app_at(newer, {older}, {.sync = "OutOfSync"}));
    CHECK(world.run({"app", "sync", "waves", "--expect-revision", wanted,
                     "--exit-codes=detailed"}) == 38);
    CHECK(world.said("a sync of application 'waves' would deploy 3333333, not 2222222; nothing was "
                     "sent"));
    CHECK(world.count("POST") == 0);
}

TEST_CASE("app sync --expect-revision: what is sent names the commit, so that no other slips in") {
    application_run world;
    answer_for_ever(world, app_at(wanted, {older}, {.sync = "OutOfSync"}));
    world.post_sync();
    CHECK(world.run({"app", "sync", "waves", "--expect-revision", wanted, "--async"}) == 0);
    CHECK(world.body_of("POST").find("\"revision\":\"" + wanted) != std::string::npos);
}

TEST_CASE("app sync --expect-revision: another commit that was deployed all the same is told") {
    application_run world;
    auto before = app_at(wanted, {older}, {.sync = "OutOfSync"});
    before.spec.sync_policy.emplace().automated.emplace();
    world.answer_settings();
    world.get().json(tests::json_of(before));
    world.get("?refresh=normal").json(tests::json_of(before));
    world.post_sync();
    world.get().json(tests::json_of(synced(newer)));
    CHECK(world.run({"app", "sync", "waves", "--expect-revision", wanted,
                     "--exit-codes=detailed"}) == 38);
    CHECK(world.said("the sync of application 'waves' deployed 3333333, not 2222222: it changed in "
                     "between"));
    CHECK(world.body_of("POST").find(wanted) == std::string::npos);
}

TEST_CASE("app sync --refresh: the server looks into git first") {
    application_run world;
    world.answer_settings();
    answer_for_ever(world, synced(wanted));
    world.post_sync();
    CHECK(world.run({"app", "sync", "waves", "--refresh"}) == 0);
    CHECK(world.count("POST") == 1);
    const auto& all = world.server.requests();
    CHECK(std::ranges::any_of(all, [](const auto& one) {
        return one.target.find("refresh=normal") != std::string::npos;
    }));
}

TEST_CASE("app sync: revisions that do not go together") {
    for (const auto& words : {std::vector<std::string>{"--revision", "a"},
                              {"--local", "."},
                              {"--async"},
                              {"--dry-run"}}) {
        application_run world;
        std::vector<std::string> all = {"app", "sync", "waves", "--for-revision", wanted};
        all.insert(all.end(), words.begin(), words.end());
        CHECK(world.run(all) == 1);
        CHECK(world.server.requests().empty());
    }
}

} // namespace argocdpp
