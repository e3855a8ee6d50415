#include "make.hpp"

#include <argocdpp/busy.hpp>
#include <argocdpp/operation_track.hpp>

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::app;
using tests::app_facts;

const std::string commit(40, 'a');
const std::string other_commit(40, 'b');

std::string operation(const std::string& revision, const std::string& user = "ci") {
    return R"({"sync":{"revision":")" + revision + R"("},"initiatedBy":{"username":")" + user +
           R"("}})";
}

std::string state(std::string_view second, std::string_view phase, const std::string& asked,
                  bool has_end) {
    return R"({"phase":")" + std::string(phase) + R"(","startedAt":"2026-11-24T00:00:)" +
           std::string(second) + R"(Z","operation":)" + asked +
           (has_end ? R"(,"finishedAt":"2026-11-24T00:00:59Z"})" : "}");
}

/// At work since that second.
app_facts at_work(std::string version, std::string_view second, const std::string& asked) {
    return {.version = std::move(version),
            .operation = asked,
            .operation_state = state(second, "Running", asked, false)};
}

app_facts over(std::string version, std::string_view second, const std::string& asked,
               std::string_view phase = "Succeeded") {
    return {.version = std::move(version), .operation_state = state(second, phase, asked, true)};
}

/// Asked for in version 20 by "ci"; the one before started in second 05.
operation_track track_of(const std::string& asked) {
    operation_track made(app(over("10", "05", operation(commit, "bob"))), {});
    made.taken(app({.version = "20", .operation = asked}));
    return made;
}

} // namespace

TEST_CASE("an operation is followed from the request to its end") {
    const auto mine = operation(commit);
    auto track = track_of(mine);
    CHECK(track.see(app({.version = "20", .operation = mine})) == track_state::running);
    CHECK(track.see(app(at_work("21", "07", mine))) == track_state::running);
    CHECK(track.see(app(over("22", "07", mine, "Failed"))) == track_state::ended);
    CHECK(track.see(app({.version = "23", .operation = mine})) == track_state::overtaken);
}

TEST_CASE("states from before the request say nothing of it") {
    auto track = track_of(operation(commit));
    CHECK(track.see(app(over("10", "05", operation(commit)))) == track_state::unseen);
    CHECK(track.see(app(over("21", "07", operation(commit)))) == track_state::ended);
    CHECK(track.see(app(at_work("19", "05", operation(other_commit)))) == track_state::ended);
}

TEST_CASE("what is to be tried again is at work, though it has an end and another revision") {
    const std::string mine =
        R"({"sync":{"revision":"a"},"retry":{"limit":3,"refresh":true},"initiatedBy":{"username":"ci"}})";
    const std::string again =
        R"({"sync":{},"retry":{"limit":3,"refresh":true},"initiatedBy":{"username":"ci"}})";
    auto track = track_of(mine);
    CHECK(track.see(app({.version = "21",
                         .operation = mine,
                         .operation_state = state("07", "Running", again, true)})) ==
          track_state::running);
    CHECK(track.see(app(over("22", "07", again, "Failed"))) == track_state::ended);
}

TEST_CASE("another operation in its place is not it, though it does the same") {
    const auto mine = operation(commit);
    for (const auto& later : {operation(other_commit), operation(commit, "eve"),
                              std::string(R"({"sync":{"revision":")" + commit +
                                          R"("},"initiatedBy":{"automated":true}})")}) {
        auto unseen = track_of(mine);
        CHECK(unseen.see(app(at_work("25", "09", later))) == track_state::overtaken);
    }
    auto same = track_of(mine);
    CHECK(same.see(app(at_work("21", "07", mine))) == track_state::running);
    CHECK(same.see(app(at_work("25", "09", mine))) == track_state::overtaken);
    auto gone = track_of(mine);
    CHECK(gone.see(app({.version = "25"})) == track_state::overtaken);
    auto recreated = track_of(mine);
    CHECK(recreated.see(app({.version = "25", .operation = mine, .uid = "u2"})) ==
          track_state::overtaken);
}

TEST_CASE("where the answer was lost, it is what is like the request and was not there before") {
    proto::sync_request request;
    request.revision = commit;
    operation_track track(app(over("10", "05", operation(commit))), request);
    CHECK(track.see(app(over("10", "05", operation(commit)))) == track_state::unseen);
    CHECK(track.see(app(at_work("11", "06", operation(other_commit)))) == track_state::unseen);
    CHECK(track.see(app(at_work("15", "07", operation(commit)))) == track_state::running);
    CHECK(track.see(app(over("16", "07", operation(commit)))) == track_state::ended);
}

TEST_CASE("an operation that is at work when it is met") {
    operation_track track(app(at_work("20", "07", operation(commit))));
    CHECK(track.see(app(at_work("25", "07", operation(commit)))) == track_state::running);
    CHECK(track.see(app(at_work("26", "08", operation(commit)))) == track_state::overtaken);
}

namespace {

/// An application of one source at `commit`, and an operation with these further members.
proto::application busy_with(const std::string& members, const std::string& phase = "Running") {
    const std::string asked = R"({"sync":{)" + members + "}}";
    auto made = app({.operation = asked, .operation_state = state("07", phase, asked, false)});
    made.spec.source.emplace();
    made.spec.source->repo_url = "https://git/r";
    made.spec.source->target_revision = "main";
    made.status.sync.revision = commit;
    return made;
}

proto::sync_request asking(std::string revision) {
    proto::sync_request made;
    made.revision = std::move(revision);
    return made;
}

const std::string at_commit = R"("revision":")" + commit + R"(")";

} // namespace

TEST_CASE("an operation does the same where it deploys the same revision in the same way") {
    const auto busy = busy_with(at_commit);
    CHECK(does_the_same(busy, asking("")));
    CHECK(does_the_same(busy, asking("main")));
    CHECK(does_the_same(busy, asking(commit)));
    CHECK_FALSE(does_the_same(busy, asking(other_commit)));
    CHECK_FALSE(does_the_same(busy, asking("release")));
    CHECK_FALSE(does_the_same(busy, asking("HEAD")));
    CHECK_FALSE(does_the_same(busy_with(R"("revision":")" + other_commit + '"'), asking("")));
    CHECK_FALSE(does_the_same(busy_with(at_commit, "Terminating"), asking("")));
    CHECK_FALSE(does_the_same(app({}), asking("")));
    auto at_head = busy;
    at_head.spec.source->target_revision = "";
    CHECK(does_the_same(at_head, asking("HEAD")));
}

TEST_CASE("an operation of other sources, resources or manners does not do the same") {
    const auto source = [](const std::string& path) {
        return busy_with(at_commit + R"(,"source":{"repoURL":"https://git/r","path":")" + path +
                         R"(","targetRevision":"main"})");
    };
    auto here = source("here");
    here.spec.source->path = "here";
    CHECK(does_the_same(here, asking("")));
    here.spec.source->path = "there";
    CHECK_FALSE(does_the_same(here, asking("")));

    CHECK_FALSE(does_the_same(busy_with(at_commit + R"(,"dryRun":true)"), asking("")));
    CHECK(does_the_same(busy_with(at_commit + R"(,"prune":true)"), asking("")));
    CHECK_FALSE(
        does_the_same(busy_with(at_commit + R"(,"syncStrategy":{"apply":{}})"), asking("")));
    CHECK(does_the_same(busy_with(at_commit + R"(,"syncStrategy":{"hook":{}})"), asking("")));
    const auto part = busy_with(at_commit + R"(,"resources":[{"kind":"Pod","name":"p"}])");
    CHECK_FALSE(does_the_same(part, asking("")));
    auto pod = asking("");
    pod.resources.resize(1);
    pod.resources[0].kind = "Pod";
    pod.resources[0].name = "p";
    CHECK(does_the_same(part, pod));
    CHECK_FALSE(does_the_same(busy_with(at_commit), pod));

    auto local = asking("");
    local.manifests = {"{}"};
    CHECK_FALSE(does_the_same(busy_with(at_commit), local));
    auto pruning = asking("");
    pruning.prune = true;
    CHECK_FALSE(does_the_same(busy_with(at_commit), pruning));
    auto replacing = asking("");
    replacing.options.emplace();
    replacing.options->items = {"Replace=true"};
    CHECK_FALSE(does_the_same(busy_with(at_commit), replacing));
    CHECK(does_the_same(busy_with(at_commit + R"(,"syncOptions":["A=b","Replace=true"])"),
                        replacing));
}

TEST_CASE("of several sources each revision counts") {
    const auto two = [](const std::string& first, const std::string& second) {
        auto made = busy_with(R"("revisions":[")" + first + R"(",")" + second + R"("])");
        made.spec.source.reset();
        made.spec.sources.resize(2);
        made.status.sync.revisions = {commit, other_commit};
        return made;
    };
    CHECK(does_the_same(two(commit, other_commit), {}));
    CHECK_FALSE(does_the_same(two(commit, commit), {}));
    proto::sync_request second;
    second.revisions = {commit};
    second.source_positions = {2};
    CHECK(does_the_same(two(commit, commit), second));
    CHECK_FALSE(does_the_same(two(commit, other_commit), second));
}

} // namespace argocdpp
