#include "../support/fake_clock.hpp"
#include "../support/make.hpp"
#include "../support/scripted_transport.hpp"

#include <argocdpp/applications.hpp>
#include <argocdpp/client.hpp>

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using namespace std::chrono_literals;
using tests::app;
using tests::app_facts;
using tests::app_json;
using tests::event_json;
using tests::fake_clock;
using tests::script;

const std::string waves = "/api/v1/applications/waves";
const std::string known = "GET " + waves + "?project=default";
const std::string compared = known + "&refresh=normal";
const std::string theirs = R"({"sync":{"revision":"a"},"initiatedBy":{"username":"bob"}})";
const std::string ours = R"({"sync":{"revision":"b"},"initiatedBy":{"username":"ci"}})";

client_world world_of(fake_clock& time, script& server) {
    return {.time = time, .random = [] { return 0.0; }, .connection = server.connection()};
}

std::string state(const std::string& asked, std::string_view second, bool is_over) {
    return R"({"phase":")" + std::string(is_over ? "Succeeded" : "Running") +
           R"(","startedAt":"2026-11-24T00:00:)" + std::string(second) + R"(Z","operation":)" +
           asked + (is_over ? R"(,"finishedAt":"2026-11-24T00:00:09Z"})" : "}");
}

app_facts at_work(std::string version, const std::string& asked, std::string_view second) {
    return {.version = std::move(version),
            .operation = asked,
            .operation_state = state(asked, second, false)};
}

app_facts over(std::string version, const std::string& asked, std::string_view second) {
    return {.version = std::move(version), .operation_state = state(asked, second, true)};
}

struct noted_start final : start_observer {
    void sending(const operation_track&) override { log += "send "; }
    void waiting(const proto::application&) override { log += "wait "; }
    void joining(const proto::application&) override { log += "join "; }
    void terminating(const proto::application&) override { log += "terminate "; }
    std::string log;
};

struct fixture {
    fake_clock time;
    script server{&time};
    client argocd{client_settings(), world_of(time, server)};
    noted_start seen;
    std::optional<started_sync> started;

    tests::stub& post() { return server.on("POST " + waves + "/sync"); }
    void refuse() {
        post().status(400).json(
            R"({"code":9,"message":"another operation is already in progress"})");
    }
    void accept() { post().json(app_json({.version = "90", .operation = ours})); }
    tests::stub& watch(const std::string& version) {
        return server.on("GET /api/v1/stream/applications?name=waves&resourceVersion=" + version);
    }
    void start(if_busy policy, const app_facts& before) { time.run(begin(policy, app(before))); }
    task<void> begin(if_busy policy, proto::application before) {
        proto::sync_request request;
        started = co_await argocd.apps().start_sync(app_ref("waves"), std::move(request),
                                                    std::move(before), policy, seen);
    }
};

} // namespace

TEST_CASE("a free application is synced at once, whatever should be done with a busy one") {
    for (const auto policy : {if_busy::fail, if_busy::wait, if_busy::join, if_busy::terminate}) {
        fixture f;
        f.accept();
        f.start(policy, {});
        CHECK(f.seen.log == "send ");
        CHECK_FALSE(f.started->is_joined);
        CHECK(f.started->operation.see(app(at_work("91", ours, "07"))) == track_state::running);
        CHECK(f.started->operation.see(app(at_work("95", theirs, "08"))) == track_state::overtaken);
    }
}

TEST_CASE("fail: one request, and the server's words") {
    fixture f;
    f.refuse();
    try {
        f.start(if_busy::fail, at_work("10", theirs, "05"));
        CHECK(false);
    } catch (const error& refusal) {
        CHECK(is_busy(refusal));
    }
    CHECK(f.server.requests().size() == 1);
}

TEST_CASE("wait: until the one at work is over, and again where another came in between") {
    fixture f;
    const std::string next = R"({"sync":{"revision":"c"}})";
    f.server.on("GET " + waves).json(app_json(at_work("10", theirs, "05")));
    f.watch("10").after(20s).piece(event_json("MODIFIED", over("12", theirs, "05")) + "\n").hang();
    f.server.on(known).json(app_json(at_work("10", theirs, "05"))).forever();
    f.refuse();
    // The answer after the refusal is older than that, and a look soon shows the other one.
    f.server.on("GET " + waves).json(app_json(at_work("15", next, "20")));
    f.server.on("GET " + waves).json(app_json(over("16", next, "20")));
    f.accept();
    f.start(if_busy::wait, at_work("10", theirs, "05"));
    CHECK(f.seen.log == "wait send wait wait send ");
    CHECK(f.time.elapsed() >= 20s);
}

TEST_CASE("wait: free when looked at, busy when posted, and free again") {
    fixture f;
    f.refuse();
    f.server.on(known).json(app_json(over("12", theirs, "05")));
    f.accept();
    f.start(if_busy::wait, {});
    CHECK(f.seen.log == "send send ");
}

TEST_CASE("another refusal ends it") {
    fixture f;
    f.post().status(400).json(R"({"code":9,"message":"application is deleting"})");
    CHECK_THROWS_AS(f.start(if_busy::wait, {}), error);
}

TEST_CASE("join: the operation at work where it does the same, after a comparison") {
    auto same = at_work("10", theirs, "05");
    auto text = app_json(same);
    text.insert(text.find(R"("sync":{"status")") + 8, R"("revision":"a",)");
    fixture f;
    f.server.on(compared).json(text);
    f.start(if_busy::join, same);
    CHECK(f.seen.log == "join ");
    CHECK(f.started->is_joined);
    CHECK(f.started->operation.see(app(over("12", theirs, "05"))) == track_state::ended);
    CHECK(f.started->operation.see(app(at_work("13", theirs, "06"))) == track_state::overtaken);
}

TEST_CASE("join: without a comparison in time nothing is joined") {
    fixture f;
    f.server.on(compared).after(1h).piece("").times(1);
    f.server.on("GET " + waves).json(app_json(over("12", theirs, "05")));
    f.accept();
    f.start(if_busy::join, at_work("10", theirs, "05"));
    CHECK(f.seen.log == "wait send ");
    CHECK(f.time.elapsed() == 10s);
}

TEST_CASE("terminate: the one at work, once") {
    fixture f;
    f.server.on(known).json(app_json(at_work("10", theirs, "05")));
    f.server.on("DELETE " + waves + "/operation?project=default").json("{}");
    f.server.on("GET " + waves).json(app_json(over("12", theirs, "05")));
    f.accept();
    f.start(if_busy::terminate, at_work("10", theirs, "05"));
    CHECK(f.seen.log == "terminate send ");
}

namespace {

/// How the wish to terminate `ours` ends where the application looks like this, one look after the
/// other.
termination ended(fixture& f, const std::vector<app_facts>& looks) {
    for (const auto& look : looks)
        f.server.on("GET " + waves).json(app_json(look));
    operation_track track(app({}), {});
    track.taken(app({.version = "20", .operation = ours}));
    auto result = termination::not_needed;
    const auto work = [](fixture& world, operation_track which, termination& became) -> task<void> {
        became =
            co_await world.argocd.apps().terminate_operation(app_ref("waves"), std::move(which));
    };
    f.time.run(work(f, track, result));
    return result;
}

} // namespace

TEST_CASE("one certain operation is terminated, as soon as it has begun") {
    fixture f;
    f.server.on("DELETE " + waves + "/operation").json("{}");
    CHECK(ended(f, {{.version = "20", .operation = ours}, at_work("21", ours, "07")}) ==
          termination::asked_for);
    CHECK(f.time.elapsed() == 500ms);
}

TEST_CASE("what is over, or another, is left alone") {
    fixture f;
    CHECK(ended(f, {over("21", ours, "07")}) == termination::not_needed);
    CHECK(ended(f, {at_work("21", theirs, "07")}) == termination::not_ours);
    // It ended between the look and the request.
    f.server.on("DELETE " + waves + "/operation")
        .status(400)
        .json(
            R"({"code":3,"message":"Unable to terminate operation. No operation is in progress"})");
    CHECK(ended(f, {at_work("21", ours, "07"), over("22", ours, "07")}) == termination::not_needed);
}

} // namespace argocdpp
