#include "../support/fake_clock.hpp"
#include "../support/make.hpp"
#include "../support/scripted_transport.hpp"
#include "application_index.hpp"

#include <argocdpp/client.hpp>

#include <doctest/doctest.h>

#include <algorithm>

namespace argocdpp {
namespace {

using namespace std::chrono_literals;
using tests::app;
using tests::app_facts;
using tests::app_json;
using tests::event_json;
using tests::fake_clock;
using tests::script;
using news = application_index::news;

proto::application without_version(app_facts facts = {}) {
    facts.version = facts.uid = "";
    return app(facts);
}

TEST_CASE("a list does not undo what events said since it was asked for") {
    application_index index;
    index.list_begun();
    CHECK(index.on_item(app({})));
    CHECK(index.list_ended().empty());

    index.list_begun();
    CHECK(index.on_event("MODIFIED", app({.version = "12"})) == news::seen);
    CHECK_FALSE(index.on_item(app({.version = "11"})));
    CHECK_FALSE(index.on_item(app({.version = "12"})));
    CHECK(index.on_item(app({.version = "13"}))); // lists can be the newer ones as well
    CHECK(index.on_event("MODIFIED", app({.version = "12"})) == news::none);
    CHECK(index.list_ended().empty());

    // Without versions, as where the server is asked for names alone, only the order counts.
    index.list_begun();
    CHECK(index.on_event("MODIFIED", without_version()) == news::seen);
    CHECK_FALSE(index.on_item(without_version()));
    CHECK(index.list_ended().empty());
    index.list_begun();
    CHECK(index.on_item(without_version()));
}

TEST_CASE("what came while a list was read is not gone for being missing in it") {
    application_index index;
    index.list_begun();
    CHECK(index.on_event("ADDED", app({})) == news::seen);
    CHECK(index.list_ended().empty());
    index.list_begun();
    CHECK(index.list_ended() == std::vector<std::string>{"argocd/waves"});
    index.list_begun();
    CHECK(index.list_ended().empty());
}

TEST_CASE("what was deleted while a list was read does not come back by it") {
    for (const bool has_version : {true, false}) {
        const auto state = has_version ? app({}) : without_version();
        application_index index;
        index.list_begun();
        CHECK(index.on_item(state));
        CHECK(index.list_ended().empty());
        index.list_begun();
        CHECK(index.on_event("DELETED", app({.version = "11"})) == news::gone);
        CHECK(index.on_event("DELETED", app({.version = "11"})) == news::none);
        CHECK_FALSE(index.on_item(state));
        CHECK(index.list_ended().empty());
        // One that is created anew does.
        index.list_begun();
        CHECK(index.on_item(app({.version = "20", .uid = "u2"})));
    }
}

TEST_CASE("the end of a predecessor is not that of an application") {
    application_index index;
    CHECK(index.on_event("ADDED", app({.version = "20", .uid = "u2"})) == news::seen);
    CHECK(index.on_event("DELETED", app({.version = "11", .uid = "u1"})) == news::none);
    index.list_begun();
    CHECK(index.on_item(app({.version = "20", .uid = "u2"})));
    CHECK(index.on_event("DELETED", app({.version = "21", .uid = "u2"})) == news::gone);
    CHECK(index.on_event("ADDED", app({.version = "22", .uid = "u3"})) == news::seen);
}

const std::string list = "GET /api/v1/applications";
const std::string stream = "GET /api/v1/stream/applications?resourceVersion=0";

std::string list_json(const std::string& items) { return R"({"items":[)" + items + "]}"; }

/// What was told, and when the list was complete.
struct watched final : watch_observer {
    explicit watched(fake_clock& clock)
        : time(clock) {}

    void seen(const proto::application& app) override {
        told += "+" + app.metadata.resource_version + " ";
    }
    void gone(const std::string& name, bool is_deleted) override {
        told += "-" + name + (is_deleted ? "! " : " ");
    }
    void listed() override {
        lists.push_back(std::chrono::duration_cast<std::chrono::milliseconds>(time.elapsed()));
    }
    void trouble(const error& problem) override { told += std::string(problem.what()) + " "; }

    fake_clock& time;
    std::string told;
    std::vector<std::chrono::milliseconds> lists;
};

struct fixture {
    fake_clock time;
    script server{&time};
    client argocd{client_settings(),
                  {.time = time, .random = [] { return 0.0; }, .connection = server.connection()}};
    watched seen{time};

    task<void> watch(app_query query) {
        co_await argocd.apps().watch(std::move(query), proto::projection(), watch_options(), seen);
    }
    task<void> watch_until(time_point end, app_query query) {
        auto work = watch(std::move(query));
        co_await finishes_before(time, end, std::move(work));
    }
    void run(duration length, app_query query = {}) {
        time.run(watch_until(time.now() + length, std::move(query)));
    }
    auto streams() const {
        return std::ranges::count_if(server.requests(), [](const auto& request) {
            return request.target.find("/stream/") != std::string::npos;
        });
    }
};

TEST_CASE("a watch lists soon after its start, and then every 15 s") {
    fixture f;
    f.server.on(list).json(list_json(app_json({}))).forever();
    f.server.on(stream).after(100s).hang();
    f.run(60s);
    CHECK(f.seen.lists ==
          std::vector{0ms, 2000ms, 5000ms, 9500ms, 16250ms, 26375ms, 41375ms, 56375ms});
}

TEST_CASE("a list that takes long is read seldom") {
    fixture f;
    f.server.on(list).after(4s).json(list_json("")).forever();
    f.server.on(stream).after(100s).hang();
    f.run(60s);
    CHECK(f.seen.lists == std::vector{4000ms, 48000ms});
}

TEST_CASE("events are told at once, and those of other namespaces are not") {
    fixture f;
    app_query query;
    query.app_namespace = "argocd";
    f.server.on(list + "?appNamespace=argocd").json(list_json(app_json({}))).forever();
    auto elsewhere = event_json("ADDED", {.version = "12"});
    elsewhere.replace(elsewhere.find("\"argocd\""), 8, "\"elsewhere\"");
    f.server.on(stream)
        .piece(event_json("MODIFIED", {.version = "11"}) + "\n" + elsewhere + "\n")
        .after(1s)
        .piece(event_json("DELETED", {.version = "13"}) + "\n")
        .after(20s)
        .hang();
    f.run(1500ms, std::move(query));
    CHECK(f.seen.told == "+10 +11 -argocd/waves! ");
}

TEST_CASE("a stream that was lost is opened again, and a list is read at once") {
    fixture f;
    f.server.on(list).json(list_json(app_json({}))).forever();
    f.server.on(stream).piece(event_json("MODIFIED", {.version = "11"}) + "\n").after(30s).cut();
    f.server.on(stream).after(100s).hang();
    f.run(40s);
    CHECK(f.streams() == 2);
    CHECK(f.seen.lists ==
          std::vector{0ms, 2000ms, 5000ms, 9500ms, 16250ms, 26375ms, 32000ms, 35000ms, 39500ms});
}

TEST_CASE("streams that never open are asked for with pauses, and lists stay as rare") {
    fixture f;
    f.server.on(list).json(list_json("")).forever();
    f.server.on(stream).status(502).forever();
    f.run(60s);
    CHECK(f.streams() < 30);
    CHECK(f.seen.lists.size() == 8);
}

TEST_CASE("a stream that has fallen silent is given up") {
    fixture f;
    f.server.on(list).json(list_json("")).forever();
    f.server.on(stream).hang().forever();
    f.run(60s);
    CHECK(f.streams() == 2);
}

TEST_CASE("what a list does not have any more is gone") {
    fixture f;
    f.server.on(list).json(list_json(app_json({})));
    f.server.on(list).json(list_json(""));
    f.server.on(stream).after(100s).hang();
    f.run(3s);
    CHECK(f.seen.told == "+10 -argocd/waves ");
}

TEST_CASE("the first list must be there, later ones may fail") {
    fixture first;
    first.server.on(list).status(500);
    CHECK_THROWS_AS(first.run(1min), error);

    fixture later;
    later.server.on(list).json(list_json(""));
    later.server.on(list).status(500).json(R"({"message":"out of order"})").times(20);
    later.server.on(list).json(list_json(app_json({}))).forever();
    later.server.on(stream).after(1h).hang();
    later.run(10min);
    CHECK(later.seen.told.find("out of order") != std::string::npos);
    CHECK(later.seen.told.find("+10 ") != std::string::npos);

    fixture expired;
    expired.server.on(list).json(list_json(""));
    expired.server.on(list).status(401);
    expired.server.on(stream).after(1h).hang();
    CHECK_THROWS_AS(expired.run(1min), error);
    CHECK(expired.time.elapsed() == 2s);
}

TEST_CASE("a refusal ends a watch when it has lasted") {
    fixture f;
    f.server.on(list).json(list_json(""));
    f.server.on(list).status(403).forever();
    f.server.on(stream).after(1h).hang();
    CHECK_THROWS_AS(f.run(10min), error);
    CHECK(f.time.elapsed() > 30s);
    CHECK(f.time.elapsed() < 1min);

    fixture once;
    once.server.on(list).json(list_json(""));
    once.server.on(list).status(403);
    once.server.on(list).json(list_json("")).times(5);
    once.server.on(list).status(403);
    once.server.on(list).json(list_json("")).forever();
    once.server.on(stream).after(1h).hang();
    once.run(2min);
}

} // namespace
} // namespace argocdpp
