#include "application_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::application_run;

std::string line(std::string_view content, std::string_view second, std::string_view pod = "p") {
    const auto time = "2026-11-24T00:00:" + std::string(second) + "Z";
    return R"({"result":{"content":")" + std::string(content) + R"(","timeStamp":")" + time +
           R"(","timeStampStr":")" + time + R"(","podName":")" + std::string(pod) + "\"}}\n";
}

const std::string end = R"({"result":{"last":true,"content":""}})"
                        "\n";

tests::stub& on_logs(application_run& world, std::string_view query = "") {
    return world.server.on("GET /api/v1/applications/waves/logs" + std::string(query));
}

/// A terminal, and pods with their containers.
void answer_pods(application_run& world,
                 std::initializer_list<std::pair<std::string, std::string>> pods) {
    world.streams.is_terminal = true;
    std::string nodes;
    for (const auto& [name, containers] : pods) {
        nodes +=
            (nodes.empty() ? "" : ",") +
            (R"({"version":"v1","kind":"Pod","uid":"u","namespace":"d","name":")" + name + "\"}");
        std::string list;
        for (const char container : containers)
            list += std::string(list.empty() ? "" : ",") + R"({\"name\":\")" + container + R"(\"})";
        world.server
            .on("GET /api/v1/applications/waves/resource?namespace=d&resourceName=" + name +
                "&version=v1&kind=Pod")
            .json(R"({"manifest":"{\"spec\":{\"containers\":[)" + list + R"(]}}"})");
    }
    world.server.on("GET /api/v1/applications/waves/resource-tree")
        .json(R"({"nodes":[)" + nodes + "]}");
}

tests::stub& on_container(application_run& world, const std::string& pod,
                          const std::string& container, const std::string& more = "") {
    return on_logs(world,
                   "?namespace=d&container=" + container + more + "&kind=Pod&resourceName=" + pod);
}

} // namespace

TEST_CASE("app logs: contents alone, whoever spoke, where there is no terminal") {
    application_run world;
    on_logs(world).piece(line("a", "01", "p") + line("b", "02", "q") + line("", "03") + end);
    CHECK(world.run({"app", "logs", "waves", "ignored"}) == 0);
    CHECK(world.streams.output == "a\nb\n\n");
    CHECK(world.streams.talk.empty());
}

TEST_CASE("app logs: flags go to the server") {
    application_run world;
    on_logs(world, "?namespace=d&container=c&sinceSeconds=9&tailLines=8&follow=true&untilTime=u"
                   "&filter=f&kind=k&group=g&resourceName=n&previous=true&appNamespace=x"
                   "&matchCase=true");
    CHECK(world.run({"app",
                     "logs",
                     "x/waves",
                     "-c",
                     "c",
                     "--since-seconds",
                     "9",
                     "--tail",
                     "8",
                     "-f",
                     "--until-time",
                     "u",
                     "--filter",
                     "f",
                     "--kind",
                     "k",
                     "--group",
                     "g",
                     "--name",
                     "n",
                     "-p",
                     "-m",
                     "--namespace",
                     "d"}) == 0);
}

TEST_CASE("app logs: failures end with 1 in the official words") {
    application_run denied;
    on_logs(denied).status(403).json(
        R"({"error":{"grpc_code":7,"http_code":403,"message":"permission denied"}})");
    CHECK(denied.run({"app", "logs", "waves"}) == 1);
    CHECK(denied.said(
        "stream read failed: rpc error: code = PermissionDenied desc = permission denied"));

    application_run later;
    on_logs(later).piece(line("a", "01") + R"({"error":{"grpc_code":13,"message":"boom"}})");
    CHECK(later.run({"app", "logs", "waves"}) == 1);
    CHECK(later.streams.output == "a\n");
    CHECK(later.said("stream read failed: rpc error: code = Internal desc = boom"));
}

TEST_CASE("app logs: a cut is not seen") {
    application_run world;
    on_logs(world).header("Date", "Tue, 24 Nov 2026 00:00:01 GMT").piece(line("a", "01")).cut();
    on_logs(world, "?sinceSeconds=10").piece(line("a", "01") + line("b", "02") + end);
    CHECK(world.run({"app", "logs", "waves"}) == 0);
    CHECK(world.streams.output == "a\nb\n");
    CHECK(world.streams.talk.empty());
}

TEST_CASE("app logs: a terminal shows one container as it is") {
    application_run world;
    answer_pods(world, {{"p", "a"}});
    on_logs(world).piece(line("x", "01") + end);
    CHECK(world.run({"app", "logs", "waves"}) == 0);
    CHECK(world.streams.output == "x\n");

    application_run chosen;
    chosen.streams.is_terminal = true;
    on_logs(chosen, "?container=a").piece(line("x", "01") + end);
    CHECK(chosen.run({"app", "logs", "waves", "-c", "a"}) == 0);
    CHECK(chosen.streams.output == "x\n");
}

TEST_CASE("app logs: a terminal shows all containers by time, each line with its own") {
    application_run world;
    answer_pods(world, {{"p", "ab"}, {"q", "a"}});
    on_container(world, "p", "a").piece(line("1", "01") + line("4", "04") + end);
    on_container(world, "p", "b").piece(line("3", "03") + end);
    on_container(world, "q", "a").piece(line("2", "02") + line("5", "05") + end);
    CHECK(world.run({"app", "logs", "waves"}) == 0);
    CHECK(world.streams.output == "[p a] 1\n[q a] 2\n[p b] 3\n[p a] 4\n[q a] 5\n");
}

TEST_CASE("app logs: a terminal follows all containers at once") {
    using namespace std::chrono_literals;
    application_run world;
    answer_pods(world, {{"p", "ab"}});
    on_container(world, "p", "a", "&follow=true")
        .piece(line("1", "01"))
        .after(2s)
        .piece(line("3", "03") + end);
    on_container(world, "p", "b", "&follow=true").after(1s).piece(line("2", "02") + end);
    CHECK(world.run({"app", "logs", "waves", "-f"}) == 0);
    CHECK(world.streams.output == "[p a] 1\n[p b] 2\n[p a] 3\n");
}

TEST_CASE("app logs: following ends where nothing is said any more, not even that it is there") {
    using namespace std::chrono_literals;
    application_run world;
    on_logs(world, "?follow=true").hang().forever();
    CHECK(world.run({"app", "logs", "waves", "-f"}) == 1);
    CHECK(world.streams.talk.find("stream read failed: ") != std::string::npos);
    CHECK(world.time.elapsed() < 5min);
}

TEST_CASE("app logs: bad arguments") {
    application_run world;
    CHECK(world.run({"app", "logs"}) == 1);
    CHECK(world.streams.output.find("argocdpp app logs APPNAME") != std::string::npos);
    application_run number;
    CHECK(number.run({"app", "logs", "waves", "--tail", "x"}) == 1);
    CHECK(number.streams.output == "Error: invalid argument \"x\" for \"--tail\" flag: "
                                   "strconv.ParseInt: parsing \"x\": invalid syntax\n");
}

TEST_CASE("app logs: with a fault at any request it ends well or says why, and loses nothing") {
    tests::with_every_fault(
        [](application_run& world) {
            constexpr auto* date = "Tue, 24 Nov 2026 00:00:01 GMT";
            on_logs(world).header("Date", date).piece(line("a", "01")).piece(line("b", "02") + end);
            for (const auto* query : {"", "?sinceSeconds=10"})
                on_logs(world, query).piece(line("a", "01") + line("b", "02") + end).forever();
        },
        {"app", "logs", "waves"},
        [](application_run& world, int code) {
            tests::check_ending(world, code);
            CHECK(std::string_view("a\nb\n").starts_with(world.streams.output));
            CHECK((code != 0 || world.streams.output == "a\nb\n"));
        });
}

} // namespace argocdpp
