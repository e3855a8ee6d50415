#include "../support/fake_clock.hpp"
#include "../support/scripted_transport.hpp"

#include <argocdpp/client.hpp>

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using namespace std::chrono_literals;
using tests::fake_clock;
using tests::script;

const std::string target = "GET /api/v1/applications/x/logs";
const std::string end = R"({"result":{"content":"","timeStamp":"2026-11-24T00:00:00Z",)"
                        R"("last":true,"timeStampStr":"2026-11-24T00:00:00.1Z"}})"
                        "\n";

/// A line that a pod wrote at this second and fraction.
std::string line(std::string_view content, std::string_view second, std::string_view fraction = "",
                 std::string_view pod = "p") {
    const auto time = "2026-11-24T00:00:" + std::string(second);
    return R"({"result":{"content":")" + std::string(content) + R"(","timeStamp":")" + time +
           R"(Z","last":false,"timeStampStr":")" + time + std::string(fraction) +
           R"(Z","podName":")" + std::string(pod) + R"("}})" + "\n";
}

const std::string refusal = R"({"result":{"content":"no log","timeStamp":null,"last":false,)"
                            R"("timeStampStr":"0001-01-01T00:00:00Z","podName":""}})"
                            "\n";

struct fixture {
    fake_clock time;
    script server{&time};
    client argocd{client_settings(),
                  {.time = time, .random = [] { return 0.0; }, .connection = server.connection()}};
    log_query query;
    std::string said;

    tests::stub& on(const std::string& parameters = "") {
        return server.on(target + parameters).header("Date", "Tue, 24 Nov 2026 00:01:00 GMT");
    }
    static task<void> collect(client& from, log_query query, std::string& into) {
        const app_ref app("x");
        auto lines = from.pod_logs().read(app, std::move(query));
        while (const auto found = co_await lines.next())
            into += found->content + ";";
    }
    void run() { time.run(collect(argocd, query, said)); }
};

} // namespace

TEST_CASE("logs end with the last message, whose content does not count") {
    fixture f;
    f.on().piece(line("a", "01") + line("b", "02") + end + line("c", "03")).hang();
    f.run();
    CHECK(f.said == "a;b;");
}

TEST_CASE("logs of an application without pods are empty") {
    fixture f;
    f.on();
    f.run();
    CHECK(f.said.empty());
    CHECK(f.time.elapsed() == 0s);
}

TEST_CASE("only what was asked for goes to the server") {
    fixture f;
    f.query.container = "c";
    f.query.filter = "!a b";
    f.query.follow = f.query.match_case = f.query.previous = true;
    f.query.tail = 5;
    f.query.since_seconds = 60;
    f.query.until_time = "2026-11-24T00:00:00Z";
    f.query.group = "apps";
    f.query.kind = "Deployment";
    f.query.name = "web";
    f.query.name_space = "d";
    f.on("?namespace=d&container=c&sinceSeconds=60&tailLines=5&follow=true"
         "&untilTime=2026-11-24T00%3A00%3A00Z&filter=%21a%20b&kind=Deployment&group=apps"
         "&resourceName=web&previous=true&matchCase=true");
    f.run();
}

TEST_CASE("a cut stream goes on behind the last line, without repeating or losing one") {
    fixture f;
    f.query.tail = 3;
    f.on("?tailLines=3")
        .piece(line("a", "50") + line("b", "51", ".5") + line("c", "51", ".5"))
        .cut();
    // 9 s have passed since the last line by the server's clock, and 10 are added for safety.
    f.on("?sinceSeconds=19")
        .piece(line("0", "41") + line("a", "50") + line("b", "51", ".5") + line("c", "51", ".5") +
               line("d", "51", ".5") + line("e", "51", ".51"))
        .cut();
    f.on("?sinceSeconds=19")
        .piece(line("c", "51", ".5") + line("d", "51", ".5") + line("x", "51", ".5"))
        .piece(line("e", "51", ".51") + line("f", "52") + end);
    f.run();
    CHECK(f.said == "a;b;c;d;e;f;");
}

TEST_CASE("each pod's lines are counted by themselves") {
    fixture f;
    f.on().piece(line("a", "50", "", "p") + line("A", "55", "", "q")).cut();
    f.on("?sinceSeconds=20")
        .piece(line("a", "50", "", "p") + line("b", "54", "", "p") + line("A", "55", "", "q") +
               line("B", "55", "", "q") + end);
    f.run();
    CHECK(f.said == "a;A;b;B;");
}

TEST_CASE("lines without a time are not repeated either") {
    fixture f;
    f.query.since_seconds = 60;
    f.on("?sinceSeconds=60").piece(refusal + refusal).after(3s).cut();
    f.on("?sinceSeconds=63").piece(refusal + refusal + refusal + end);
    f.run();
    CHECK(f.said == "no log;no log;no log;");
}

TEST_CASE("lines that a node mixed up are all shown") {
    fixture f;
    f.on().piece(line("b", "51") + line("a", "50") + line("c", "52") + end);
    f.run();
    CHECK(f.said == "b;a;c;");
}

TEST_CASE("an end without a last message is a cut, where there were lines") {
    fixture f;
    f.on().piece(line("a", "50"));
    f.on("?sinceSeconds=20").piece(line("a", "50") + line("b", "51") + end);
    f.run();
    CHECK(f.said == "a;b;");
}

TEST_CASE("a stream that breaks again and again without a new line is given up") {
    fixture f;
    f.on().piece(line("a", "50")).cut();
    f.server.on(target + "?sinceSeconds=20").piece(line("a", "50")).cut().forever();
    CHECK_THROWS_WITH_AS(f.run(), "connection reset by peer", error);
    CHECK(f.said == "a;");
    CHECK(f.server.requests().size() <= 5);
    CHECK(f.time.elapsed() < 20s);
}

TEST_CASE("following outlives many cuts, as long as the server can be reached") {
    fixture f;
    f.query.follow = true;
    f.on("?follow=true").piece(line("a", "50")).cut();
    for (int i = 0; i < 20; ++i)
        f.server.on(target + "?sinceSeconds=" + std::to_string(20 + 60 * i) + "&follow=true")
            .after(60s)
            .cut();
    f.server.on(target + "?sinceSeconds=1220&follow=true").piece(line("b", "59") + end);
    f.run();
    CHECK(f.said == "a;b;");

    fixture gone;
    gone.query.follow = true;
    gone.on("?follow=true").piece(line("a", "50")).cut();
    gone.server.on(target + "?sinceSeconds=20&follow=true").fail(error_kind::unreachable).forever();
    CHECK_THROWS_AS(gone.run(), error);
    CHECK(gone.time.elapsed() < 30s);
}

TEST_CASE("an error inside the stream ends it, unless the server is only unavailable") {
    fixture f;
    f.on().piece(line("a", "50") + R"({"error":{"grpc_code":2,"http_code":500,"message":"boom"}})");
    CHECK_THROWS_WITH_AS(f.run(), "rpc error: code = Unknown desc = boom", error);
    CHECK(f.said == "a;");

    fixture restarting;
    restarting.on().piece(line("a", "50") +
                          R"({"error":{"grpc_code":14,"message":"transport is closing"}})");
    restarting.on("?sinceSeconds=20").piece(line("b", "51") + end);
    restarting.run();
    CHECK(restarting.said == "a;b;");
}

TEST_CASE("a refusal before the first line is told in the server's words") {
    for (const auto* body :
         {R"({"error":{"grpc_code":7,"http_code":403,"message":"permission denied"}})",
          "data: {\"error\":{\"grpc_code\":7,\"message\":\"permission denied\"}} \n\n\n",
          R"({"error":"permission denied","code":7,"message":"permission denied"})"}) {
        fixture f;
        f.on().status(403).piece(body);
        CHECK_THROWS_WITH_AS(f.run(), "rpc error: code = PermissionDenied desc = permission denied",
                             error);
    }
}

TEST_CASE("a server that can't be reached at first is told at once") {
    fixture f;
    f.on().fail(error_kind::unreachable, "connection refused");
    CHECK_THROWS_WITH_AS(f.run(), "connection refused", error);
    CHECK(f.time.elapsed() == 0s);
}

namespace {

task<void> find_sources(client& argocd, log_query query, std::vector<log_source>& found) {
    const app_ref app("x");
    found = co_await argocd.pod_logs().sources(app, std::move(query));
}

} // namespace

TEST_CASE("the containers meant are those of pods that belong to the resource") {
    fixture f;
    f.server.on("GET /api/v1/applications/x/resource-tree")
        .json(R"({"nodes":[{"version":"v1","kind":"Pod","namespace":"d","name":"p","uid":"1",)"
              R"("parentRefs":[{"uid":"2"}]},{"group":"apps","version":"v1","kind":"ReplicaSet",)"
              R"("name":"r","namespace":"d","uid":"2","parentRefs":[{"uid":"3"}]},)"
              R"({"group":"apps","version":"v1","kind":"Deployment","name":"web","uid":"3"},)"
              R"({"version":"v1","kind":"Pod","namespace":"d","name":"other","uid":"4"}]})");
    f.server
        .on("GET /api/v1/applications/x/resource?namespace=d&resourceName=p&version=v1&kind=Pod")
        .json(R"({"manifest":"{\"spec\":{\"initContainers\":[{\"name\":\"i\"}],)"
              R"(\"containers\":[{\"name\":\"a\"},{\"name\":\"b\"}]}}"})");
    f.query.kind = "Deployment";
    f.query.name = "web";
    std::vector<log_source> found;
    f.time.run(find_sources(f.argocd, f.query, found));
    REQUIRE(found.size() == 3);
    CHECK(found[0].container == "i");
    CHECK(found[2].container == "b");
    CHECK(found[2].pod == "p");
}

} // namespace argocdpp
