#include "../support/fake_clock.hpp"
#include "../support/make.hpp"
#include "../support/scripted_transport.hpp"

#include <argocdpp/client.hpp>
#include <argocdpp/diagnosis.hpp>

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using namespace std::chrono_literals;
using tests::app_facts;
using tests::app_json;
using tests::fake_clock;
using tests::script;
using tests::stub;

const std::string base = "GET /api/v1/applications/waves";
const std::string of_pod = "?resourceNamespace=d&resourceName=p&resourceUID=u1&project=default";
const std::string pod_manifest =
    R"({"manifest":"{\"spec\":{\"containers\":[{\"name\":\"c\",\"env\":\"hidden\"}]},\"status\":)"
    R"({\"containerStatuses\":[{\"name\":\"c\",\"restartCount\":2,\"state\":{\"waiting\":)"
    R"({\"reason\":\"CrashLoopBackOff\"}},\"lastState\":{\"terminated\":{\"exitCode\":1}}}]}}"})";

std::string node(std::string_view kind, std::string_view name, std::string_view health,
                 std::string_view more = "") {
    const auto is_pod = kind == "Pod";
    return R"({"version":"v1","group":")" + std::string(is_pod ? "" : "apps") + R"(","kind":")" +
           std::string(kind) + R"(","namespace":"d","name":")" + std::string(name) +
           R"(","health":{"status":")" + std::string(health) + R"("})" + std::string(more) + "}";
}

const std::string crashing_pod = node("Pod", "p", "Degraded", R"(,"uid":"u1")");

struct fixture {
    fake_clock time;
    script server{&time};
    client argocd{client_settings(),
                  {.time = time, .random = [] { return 0.0; }, .connection = server.connection()}};

    stub& on(const std::string& below) { return server.on(base + below); }
    void answer(const app_facts& app, const std::string& nodes) {
        on("").json(app_json(app));
        on("/resource-tree?project=default").json(R"({"nodes":[)" + nodes + "]}");
        on("/events?project=default").json(R"({"items":null})");
    }
    stub& on_manifest() {
        return on("/resource?namespace=d&resourceName=p&version=v1&kind=Pod&project=default");
    }
    stub& on_log() {
        return on("/logs?namespace=d&container=c&tailLines=20&kind=Pod&resourceName=p&"
                  "previous=true&project=default");
    }
    diagnosis run(diagnosis_limits limits = {}) {
        diagnosis found;
        time.run(into(limits, found));
        return found;
    }

  private:
    task<void> into(diagnosis_limits limits, diagnosis& found) {
        const app_ref app("waves");
        found = co_await diagnose(argocd, app, limits, time);
    }
};

} // namespace

TEST_CASE("a diagnosis tells of a crash-looping pod, its events and its last run's log") {
    fixture world;
    world.answer({.health = "Degraded"}, crashing_pod);
    world.on("/events" + of_pod).json(R"({"items":[
        {"type":"Normal","reason":"Pulled","message":"m"},
        {"type":"Warning","reason":"BackOff","message":"b","count":3,
         "lastTimestamp":"2026-11-24T00:00:01Z"},
        {"type":"Warning","reason":"BackOff","message":"b","eventTime":"2026-11-24T00:00:00Z",
         "series":{"count":4,"lastObservedTime":"2026-11-24T00:00:09Z"}}]})");
    world.on_manifest().json(pod_manifest);
    world.on_log().piece(R"({"result":{"content":"panic","timeStampStr":"2026-11-24T00:00:01Z",)"
                         R"("podName":"p"}})"
                         "\n"
                         R"({"result":{"last":true}})"
                         "\n");
    const auto found = world.run();
    REQUIRE(found.resources.size() == 1);
    const auto& pod = found.resources.front();
    REQUIRE(pod.events.size() == 1);
    CHECK(pod.events.front().times == 7);
    CHECK(pod.events.front().last_seen == "2026-11-24T00:00:09Z");
    REQUIRE(pod.reasons.size() == 1);
    CHECK(pod.reasons.front() ==
          "container c: CrashLoopBackOff; restarted 2 times, last ended with exit code 1");
    REQUIRE(pod.logs.size() == 1);
    CHECK(pod.logs.front().previous);
    CHECK(pod.logs.front().lines == std::vector<std::string>{"panic"});
    CHECK(found.gaps.empty());
    CHECK_FALSE(found.is_well());
}

TEST_CASE("a diagnosis is of leaves, with what they belong to, the worst first") {
    fixture world;
    world.answer(
        {.health = "Degraded",
         .resources = R"([{"kind":"ConfigMap","namespace":"d","name":"old","status":"OutOfSync",
             "requiresPruning":true},{"kind":"Secret","name":"s","status":"Synced"}])"},
        node("Service", "missing", "Missing") + "," + node("Other", "asleep", "Suspended") + "," +
            node("Deployment", "web", "Degraded", R"(,"uid":"w")") + "," +
            node("ReplicaSet", "rs", "Healthy", R"(,"uid":"r","parentRefs":[{"uid":"w"}])") + "," +
            node("Stateful", "set", "Progressing", R"(,"parentRefs":[{"uid":"r"}])") + "," +
            node("Service", "fine", "Healthy"));
    const auto found = world.run();
    std::vector<std::string> names;
    for (const auto& one : found.resources)
        names.push_back(one.which.name);
    // `set` counts as its Deployment does, which stands above something healthy.
    CHECK(names == std::vector<std::string>{"set", "missing", "asleep", "old"});
    REQUIRE(found.resources.front().owners.size() == 1);
    CHECK(found.resources.front().owners.front().which.name == "web");
    CHECK(found.resources.back().sync == "OutOfSync");
    CHECK(found.resources.back().reasons.size() == 1);
    CHECK(found.unready == 4);
}

TEST_CASE("a resource that belongs to itself does not hold a diagnosis up") {
    fixture world;
    world.answer({}, node("A", "a", "Degraded", R"(,"uid":"1","parentRefs":[{"uid":"2"}])") + "," +
                         node("B", "b", "Degraded", R"(,"uid":"2","parentRefs":[{"uid":"1"}])"));
    CHECK(world.run().gaps.empty());
}

TEST_CASE("what a diagnosis may not read is a gap") {
    fixture world;
    world.answer({.health = "Degraded"}, crashing_pod);
    const auto denied = R"({"error":"permission denied","code":7,"message":"permission denied"})";
    world.on("/events" + of_pod).status(403).json(denied);
    world.on_manifest().json(pod_manifest);
    world.on_log().status(403).json(denied);
    const auto found = world.run();
    REQUIRE(found.gaps.size() == 2);
    CHECK(found.gaps[0].what == "events");
    CHECK(found.gaps[0].of == "Pod d/p");
    CHECK(found.gaps[1].what == "logs");
    CHECK(found.gaps[1].of == "Pod d/p, container c");
    CHECK(found.resources.size() == 1);
}

TEST_CASE("why a container has no log is a gap, not its log") {
    fixture world;
    world.answer({.health = "Degraded"}, crashing_pod);
    world.on("/events" + of_pod).json("{}");
    world.on_manifest().json(pod_manifest);
    world.on_log().piece(R"({"result":{"content":"no addresses","timeStampStr":)"
                         R"("0001-01-01T00:00:00Z","podName":""}})"
                         "\n");
    const auto found = world.run();
    REQUIRE(found.gaps.size() == 1);
    CHECK(found.gaps.front().why == "no addresses");
    CHECK(found.resources.front().logs.empty());
}

TEST_CASE("a diagnosis of a silent server takes its time and no more") {
    fixture world;
    world.on("").json(
        app_json({.health = "Degraded",
                  .resources = R"([{"kind":"Pod","namespace":"d","name":"p","status":"Synced",
             "health":{"status":"Degraded","message":"m"}}])"}));
    world.on("/resource-tree?project=default").hang().forever();
    world.on("/events?project=default").hang().forever();
    const auto begun = world.time.now();
    const auto found = world.run();
    CHECK(world.time.now() - begun == 3s);
    REQUIRE(found.gaps.size() == 2);
    CHECK(found.gaps.front().why == "no answer in time");
    // The application itself tells what there is.
    REQUIRE(found.resources.size() == 1);
    CHECK(found.resources.front().message == "m");
}

TEST_CASE("an application that is silent or denied has no diagnosis") {
    {
        fixture world;
        world.on("").hang().forever();
        const auto begun = world.time.now();
        CHECK_THROWS_AS(world.run(), error);
        CHECK(world.time.now() - begun == 10s);
    }
    fixture world;
    world.on("").status(403).json(R"({"code":7,"message":"permission denied"})");
    CHECK_THROWS_AS(world.run(), error);
}

} // namespace argocdpp
