#include "../support/fake_clock.hpp"
#include "../support/make.hpp"
#include "../support/scripted_transport.hpp"

#include <argocdpp/client.hpp>

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using namespace std::chrono_literals;
using tests::app_facts;
using tests::app_json;
using tests::event_json;
using tests::fake_clock;
using tests::script;

const std::string get_waves = "GET /api/v1/applications/waves";
const std::string get_known = get_waves + "?project=default";
const std::string watch_waves = "GET /api/v1/stream/applications?name=waves&resourceVersion=10";

client_world world_of(fake_clock& time, script& server) {
    return {.time = time, .random = [] { return 0.0; }, .connection = server.connection()};
}

struct fixture {
    fake_clock time;
    script server{&time};
    client argocd{client_settings(), world_of(time, server)};
};

TEST_CASE("an application's name may carry its namespace, which beats the default") {
    CHECK(app_ref::parse("a").qualified() == "a");
    CHECK(app_ref::parse("a", "n").qualified() == "n/a");
    CHECK(app_ref::parse("m/a", "n").name_space == "m");
    CHECK(app_ref::parse("m/a/b").name == "a/b");
}

task<void> list(client& argocd, std::vector<proto::application>& found) {
    app_query query;
    query.selector = "team=web";
    query.projects = {"a", "b"};
    found = co_await argocd.apps().list(std::move(query));
}

TEST_CASE("a list is read item by item, and from its beginning when it breaks") {
    const std::string target = "GET /api/v1/applications?selector=team%3Dweb&projects=a&projects=b";
    fixture f;
    f.server.on(target).piece(R"({"items":[)" + app_json({}) + ",").cut();
    f.server.on(target).pieces_of(7, R"({"metadata":{},"items":[)" + app_json({}) + "," +
                                         app_json({.version = "11"}) + "]}");
    std::vector<proto::application> found;
    f.time.run(list(f.argocd, found));
    REQUIRE(found.size() == 2);
    CHECK(found[1].metadata.resource_version == "11");
}

TEST_CASE("a list without items, with null items, or that is no list") {
    const std::string target = "GET /api/v1/applications?selector=team%3Dweb&projects=a&projects=b";
    fixture f;
    f.server.on(target).json(R"({"metadata":{},"items":null})");
    f.server.on(target).json(R"({"metadata":{}})");
    f.server.on(target).json(R"({"items":[1]})");
    f.server.on(target).piece("");
    std::vector<proto::application> found;
    f.time.run(list(f.argocd, found));
    CHECK(found.empty());
    f.time.run(list(f.argocd, found));
    CHECK(found.empty());
    CHECK_THROWS_WITH_AS(f.time.run(list(f.argocd, found)),
                         "GET /api/v1/applications: unexpected answer: expected object, got number",
                         error);
    CHECK_THROWS_AS(f.time.run(list(f.argocd, found)), error);
}

task<void> list_reduced(client& argocd, std::vector<std::string> paths, std::size_t& count) {
    proto::projection keep{std::move(paths)};
    std::function<void()> on_start = [&] { count = 0; };
    std::function<void(proto::any)> on_item = [&](const proto::any&) { ++count; };
    app_query query;
    co_await argocd.apps().list(std::move(query), std::move(keep), std::move(on_start),
                                std::move(on_item));
}

TEST_CASE("the server leaves out what is not wanted, where it can") {
    fixture f;
    f.server.on("GET /api/v1/applications?fields=items.metadata.name%2Citems.spec")
        .json(R"({"items":[{},{}]})");
    f.server.on("GET /api/v1/applications").json(R"({"items":[{}]})");
    std::size_t count = 0;
    f.time.run(list_reduced(f.argocd, {"metadata.name", "spec"}, count));
    CHECK(count == 2);
    f.time.run(list_reduced(f.argocd, {"metadata.name", "status.conditions.type"}, count));
    CHECK(count == 1);
}

task<void> sync(client& argocd, app_facts before, proto::sync_request request = {}) {
    app_ref app;
    app.name = "waves";
    const auto read = tests::app(before);
    co_await argocd.apps().sync(std::move(app), std::move(request), read);
}

TEST_CASE("a sync is posted once") {
    fixture f;
    f.server.on("POST /api/v1/applications/waves/sync").json("{}").inspect([](const auto& sent) {
        CHECK(sent.body == R"({"revision":"v1","prune":true})");
    });
    proto::sync_request request;
    request.revision = "v1";
    request.prune = true;
    f.time.run(sync(f.argocd, {}, request));
}

TEST_CASE("a sync whose answer was lost counts as taken when such an operation is seen") {
    fixture f;
    f.server.on("POST /api/v1/applications/waves/sync").piece("{").cut();
    f.server.on(get_waves).json(app_json({}));
    f.server.on(get_waves).json(app_json({.operation = R"({"sync":{"revision":"x"}})"}));
    f.time.run(sync(f.argocd, {}));
    CHECK(f.time.elapsed() == 500ms);
}

TEST_CASE("a sync whose answer was lost may have finished already") {
    fixture f;
    f.server.on("POST /api/v1/applications/waves/sync").status(504);
    f.server.on(get_waves).json(app_json(
        {.operation_state = R"({"phase":"Succeeded","startedAt":"2","operation":{"sync":{}}})"}));
    f.time.run(sync(
        f.argocd,
        {.operation_state = R"({"phase":"Succeeded","startedAt":"1","operation":{"sync":{}}})"}));
}

TEST_CASE("a sync whose answer was garbled counts as taken when such an operation is seen") {
    fixture f;
    f.server.on("POST /api/v1/applications/waves/sync").piece("{\"meta");
    f.server.on(get_waves).json(app_json({.operation = R"({"sync":{"revision":"x"}})"}));
    f.time.run(sync(f.argocd, {}));
    CHECK(f.server.requests().size() == 2);
}

TEST_CASE("an operation with other commits than asked for is not ours") {
    const std::string commit(40, 'a');
    for (const bool is_ours : {true, false}) {
        fixture f;
        const std::string found = is_ours ? commit : std::string(40, 'b');
        f.server.on("POST /api/v1/applications/waves/sync").piece("{").cut();
        f.server.on(get_waves)
            .json(app_json({.operation = R"({"sync":{"revisions":["x",")" + found + R"("]}})"}))
            .forever();
        proto::sync_request request;
        request.revisions = {commit};
        if (is_ours)
            f.time.run(sync(f.argocd, {}, request));
        else
            CHECK_THROWS_AS(f.time.run(sync(f.argocd, {}, request)), error);
    }
}

TEST_CASE("somebody else's operation is not taken for ours") {
    for (const auto* other : {R"({"sync":{"prune":true}})", R"({"sync":{"dryRun":true}})",
                              R"({"sync":{"resources":[{}]}})",
                              R"({"sync":{},"initiatedBy":{"automated":true}})", R"({})"}) {
        fixture f;
        f.server.on("POST /api/v1/applications/waves/sync").piece("{").cut();
        f.server.on(get_waves).json(app_json({.operation = other})).forever();
        CHECK_THROWS_AS(f.time.run(sync(f.argocd, {})), error);
        CHECK(f.time.elapsed() == 5s);
    }
}

TEST_CASE("a sync whose answer was lost and that nobody sees says that it may have been taken") {
    fixture f;
    f.server.on("POST /api/v1/applications/waves/sync").piece("{").cut();
    f.server.on(get_waves).json(app_json({})).forever();
    try {
        f.time.run(sync(f.argocd, {}));
        FAIL("no error");
    } catch (const error& failure) {
        CHECK(failure.kind == error_kind::lost);
        CHECK(std::string(failure.what()).find("it may have been taken") != std::string::npos);
    }
    CHECK(f.server.requests().front().method == "POST");
    for (std::size_t i = 1; i < f.server.requests().size(); ++i)
        CHECK(f.server.requests()[i].method == "GET");
}

task<void> remove(client& argocd) {
    deletion how;
    how.cascade = false;
    how.propagation_policy = "background";
    co_await argocd.apps().remove(app_ref("n/waves"), how);
}

const std::string delete_waves = "DELETE /api/v1/applications/waves"
                                 "?appNamespace=n&cascade=false&propagationPolicy=background";

TEST_CASE("a deletion is sent once, whatever becomes of it") {
    fixture f;
    f.server.on(delete_waves).json("{}").inspect([](const auto& sent) { CHECK(sent.body == ""); });
    f.time.run(remove(f.argocd));
    f.server.on(delete_waves).piece("{").cut();
    try {
        f.time.run(remove(f.argocd));
        FAIL("it should have thrown");
    } catch (const error& failure) {
        CHECK(failure.kind == error_kind::lost);
        CHECK(failure.sent);
        CHECK(std::string(failure.what())
                  .starts_with("the deletion of application 'n/waves' was sent, but its answer was "
                               "lost; it may have been taken: "));
    }
    CHECK(f.server.requests().size() == 2);
}

task<void> patch(client& argocd, std::string& name) {
    const auto patched = co_await argocd.apps().patch(app_ref("waves"), "[]", "json");
    name = patched.metadata.name;
}

TEST_CASE("a patch is sent once and returns the application") {
    const std::string patch_waves = "PATCH /api/v1/applications/waves";
    fixture f;
    std::string name;
    f.server.on(patch_waves).json(app_json({})).inspect([](const auto& sent) {
        CHECK(sent.body == R"({"name":"waves","patch":"[]","patchType":"json"})");
    });
    f.time.run(patch(f.argocd, name));
    CHECK(name == "waves");
    f.server.on(patch_waves).fail(error_kind::lost);
    CHECK_THROWS_AS(f.time.run(patch(f.argocd, name)), error);
    CHECK(f.server.requests().size() == 2);
}

task<void> managed(client& argocd, proto::managed_resources& found) {
    found = co_await argocd.apps().managed(app_ref("n/waves"));
}

TEST_CASE("managed resources, none being null") {
    const std::string target = get_waves + "/managed-resources?appNamespace=n";
    fixture f;
    proto::managed_resources found;
    f.server.on(target).json(R"({"items":[{"kind":"Pod","liveState":"null"}]})");
    f.time.run(managed(f.argocd, found));
    REQUIRE(found.items.size() == 1);
    CHECK(found.items[0].live_state == "null");
    f.server.on(target).json(R"({"items":null})");
    f.time.run(managed(f.argocd, found));
    CHECK(found.items.empty());
}

TEST_CASE("five seconds are all that a lost sync is looked for, even where nothing answers") {
    fixture f;
    f.server.on("POST /api/v1/applications/waves/sync").piece("{").cut();
    f.server.on(get_waves).hang().forever();
    CHECK_THROWS_AS(f.time.run(sync(f.argocd, {})), error);
    CHECK(f.time.elapsed() == 5s);
}

TEST_CASE("a sync that the server refuses is an error at once") {
    fixture f;
    f.server.on("POST /api/v1/applications/waves/sync")
        .status(400)
        .json(R"({"error":"e","code":9,"message":"another operation is already in progress"})");
    CHECK_THROWS_WITH_AS(
        f.time.run(sync(f.argocd, {})),
        "rpc error: code = FailedPrecondition desc = another operation is already in progress",
        error);
}

/// An application with two deployments.
proto::application deployed(const app_facts& facts) {
    auto made = tests::app(facts);
    made.status.history.resize(2);
    made.status.history[1].id = 4;
    made.status.history[1].revision = std::string(40, 'a');
    return made;
}

task<void> rollback(client& argocd, const proto::application& before) {
    app_ref app;
    app.name = "waves";
    app.name_space = "apps";
    app.project = "team";
    proto::rollback_request request;
    request.id = 4;
    request.prune = true;
    co_await argocd.apps().rollback(std::move(app), std::move(request), before);
}

const std::string post_rollback = "POST /api/v1/applications/waves/rollback";
const std::string get_rolled_back = get_waves + "?appNamespace=apps&project=team";

TEST_CASE("a rollback is posted once") {
    fixture f;
    f.server.on(post_rollback).json("{}").inspect([](const auto& sent) {
        CHECK(sent.body == R"({"id":4,"prune":true,"appNamespace":"apps","project":"team"})");
    });
    f.time.run(rollback(f.argocd, deployed({})));
}

TEST_CASE("a rollback whose answer was lost is looked for by the commit it goes back to") {
    for (const char commit : {'a', 'b'}) {
        fixture f;
        const std::string found(40, commit);
        f.server.on(post_rollback).piece("{").cut();
        f.server.on(get_rolled_back)
            .json(
                app_json({.operation = R"({"sync":{"prune":true,"revision":")" + found + R"("}})"}))
            .forever();
        if (commit == 'a')
            f.time.run(rollback(f.argocd, deployed({})));
        else
            CHECK_THROWS_WITH_AS(
                f.time.run(rollback(f.argocd, deployed({}))),
                doctest::Contains("the rollback of application 'apps/waves' was sent, but its "
                                  "answer was lost"),
                error);
        CHECK(f.server.requests().size() >= 2);
    }
}

task<void> terminate(client& argocd) {
    const app_ref app("apps/waves");
    co_await argocd.apps().terminate_operation(app);
}

TEST_CASE("the end of an operation is asked for once, as JSON without a body") {
    fixture f;
    f.server.on("DELETE /api/v1/applications/waves/operation?appNamespace=apps")
        .json("{}")
        .inspect([](const auto& sent) { CHECK(sent.body == ""); });
    f.time.run(terminate(f.argocd));

    fixture cut;
    cut.server.on("DELETE /api/v1/applications/waves/operation?appNamespace=apps").piece("{").cut();
    CHECK_THROWS_AS(cut.time.run(terminate(cut.argocd)), error);
    CHECK(cut.server.requests().size() == 1);
}

/// Writes down what a wait reports.
struct notes final : wait_observer {
    void changed(const std::vector<resource_state>& rows) override { changes += rows.size(); }
    void trouble(const error& problem) override { troubles.push_back(problem.what()); }
    std::size_t changes = 0;
    std::vector<std::string> troubles;
};

task<void> wait(client& argocd, duration timeout, notes& seen, wait_result& result) {
    app_ref app;
    app.name = "waves";
    wait_options options;
    options.conditions.health = true;
    options.timeout = timeout;
    result = co_await argocd.apps().wait(std::move(app), std::move(options), seen);
}

struct waiting : fixture {
    notes seen;
    wait_result result;
    void run(duration timeout = duration::zero()) { time.run(wait(argocd, timeout, seen, result)); }
};

const app_facts progressing{.health = "Progressing",
                            .resources = R"([{"kind":"C","name":"c","status":"Synced"}])"};

TEST_CASE("a wait that is satisfied takes one request") {
    waiting w;
    w.server.on(get_waves).json(app_json({}));
    w.run();
    CHECK(w.result.outcome == wait_outcome::met);
    CHECK(w.server.requests().size() == 1);
}

TEST_CASE("an event ends a wait at once") {
    waiting w;
    w.server.on(get_waves).json(app_json(progressing));
    w.server.on(watch_waves)
        .piece(event_json("ADDED", progressing) + "\n")
        .after(1500ms)
        .piece(event_json("MODIFIED", {.version = "11"}) + "\n")
        .hang();
    w.run();
    CHECK(w.result.outcome == wait_outcome::met);
    CHECK(w.time.elapsed() == 1500ms);
    CHECK(w.seen.changes == 1);
}

TEST_CASE("a wait ends by its own reading where the stream says nothing") {
    waiting w;
    w.server.on(get_waves).json(app_json(progressing));
    w.server.on(watch_waves).hang();
    w.server.on(get_known).json(app_json(progressing));
    w.server.on(get_known).json(app_json({}));
    w.run();
    CHECK(w.result.outcome == wait_outcome::met);
    CHECK(w.time.elapsed() == 4s);
}

TEST_CASE("a cut stream is opened again at once") {
    waiting w;
    w.server.on(get_waves).json(app_json(progressing));
    w.server.on(get_known).json(app_json(progressing)).forever();
    w.server.on(watch_waves).after(10s).cut();
    w.server.on(watch_waves).piece(event_json("MODIFIED", {.version = "11"}) + "\n").hang();
    w.run();
    CHECK(w.result.outcome == wait_outcome::met);
    CHECK(w.time.elapsed() == 10s);
}

TEST_CASE("a timeout ends a wait to the second, with the application as last seen") {
    waiting w;
    w.server.on(get_waves).json(app_json(progressing));
    w.server.on(watch_waves).hang().forever();
    w.server.on(get_known).json(app_json(progressing)).forever();
    w.run(37s);
    CHECK(w.result.outcome == wait_outcome::timed_out);
    CHECK(w.result.app.status.health.status == "Progressing");
    CHECK(w.time.elapsed() == 37s);
}

TEST_CASE("a token that expires in the middle ends a wait") {
    const std::string expired = R"({"error":"e","code":16,"message":"token is expired"})";
    waiting by_stream;
    by_stream.server.on(get_waves).json(app_json(progressing));
    by_stream.server.on(watch_waves).status(401).json(expired);
    by_stream.server.on(get_known).status(401).json(expired);
    by_stream.run();
    CHECK(by_stream.result.outcome == wait_outcome::failed);
    CHECK(by_stream.result.failure->kind == error_kind::unauthenticated);

    waiting by_message;
    by_message.server.on(get_waves).json(app_json(progressing));
    by_message.server.on(watch_waves)
        .piece(R"({"error":{"grpc_code":16,"http_code":401,"message":"token is expired"}})");
    by_message.server.on(get_known).status(401).json(expired);
    by_message.run();
    CHECK(by_message.result.failure->what() ==
          std::string("rpc error: code = Unauthenticated desc = token is expired"));

    waiting by_read;
    by_read.server.on(get_waves).json(app_json(progressing));
    by_read.server.on(watch_waves).hang();
    by_read.server.on(get_known).status(401).json(expired);
    by_read.run();
    CHECK(by_read.result.failure->kind == error_kind::unauthenticated);
}

TEST_CASE("an application that vanishes in the middle ends a wait") {
    waiting w;
    w.server.on(get_waves).json(app_json(progressing));
    w.server.on(watch_waves).piece(event_json("DELETED", progressing) + "\n").cut();
    w.server.on(get_known).status(404).json(R"({"error":"e","code":5,"message":"not found"})");
    w.run();
    CHECK(w.result.outcome == wait_outcome::failed);
    CHECK(w.result.failure->kind == error_kind::not_found);
    CHECK(w.time.elapsed() == 0s);
}

TEST_CASE("an application that vanishes ends a wait at once, though its stream goes on") {
    waiting w;
    w.server.on(get_waves).json(app_json(progressing));
    w.server.on(watch_waves).after(1s).piece(event_json("DELETED", progressing) + "\n").hang();
    w.server.on(get_known).status(404).json(R"({"error":"e","code":5,"message":"not found"})");
    w.run();
    CHECK(w.result.failure->kind == error_kind::not_found);
    CHECK(w.time.elapsed() == 1s);
}

TEST_CASE("a timeout ends a wait whose first question is not answered") {
    waiting w;
    w.server.on(get_waves).hang();
    CHECK_THROWS_WITH_AS(w.run(5s), "application 'waves': no answer before the timeout", error);
    CHECK(w.time.elapsed() == 5s);
}

TEST_CASE("an unreachable server ends a wait without a timeout after five minutes") {
    waiting w;
    w.server.on(get_waves).json(app_json(progressing));
    w.server.on(watch_waves).fail(error_kind::unreachable).forever();
    w.server.on(get_known).fail(error_kind::unreachable).forever();
    w.run();
    CHECK(w.result.outcome == wait_outcome::failed);
    CHECK(w.time.elapsed() >= 5min);
    CHECK(w.time.elapsed() <= 5min + 30s);
    CHECK_FALSE(w.seen.troubles.empty());
}

TEST_CASE("a server that restarts before the first look does not end a wait") {
    waiting w;
    w.server.on("POST /api/v1/applications/waves/sync").json("{}");
    w.time.run(sync(w.argocd, {}));
    w.server.on(get_waves).fail(error_kind::lost).times(4);
    w.server.on(get_waves).json(app_json({}));
    w.run();
    CHECK(w.result.outcome == wait_outcome::met);
    CHECK_FALSE(w.seen.troubles.empty());
}

TEST_CASE("nonsense on the stream does not end a wait") {
    waiting w;
    w.server.on(get_waves).json(app_json(progressing));
    w.server.on(watch_waves).piece("nonsense\n").hang();
    w.server.on(watch_waves).hang();
    w.server.on(get_known).json(app_json(progressing));
    w.server.on(get_known).json(app_json({}));
    w.run();
    CHECK(w.result.outcome == wait_outcome::met);
}

TEST_CASE("a wait survives every fault at every step, with the right verdict") {
    for (const auto fault : tests::every_fault) {
        for (std::size_t step = 1; step < 5; ++step) {
            CAPTURE(step);
            waiting w;
            w.server.on(get_waves).json(app_json(progressing));
            w.server.on(watch_waves)
                .piece(event_json("ADDED", progressing) + "\n")
                .after(20s)
                .cut();
            w.server.on(watch_waves).hang().forever();
            w.server.on(get_known).json(app_json(progressing)).times(3);
            w.server.on(get_known).json(app_json({})).forever();
            w.server.break_request(step, fault);
            w.run(10min);
            CHECK(w.result.outcome == wait_outcome::met);
        }
    }
}

} // namespace
} // namespace argocdpp
