#include "../support/fake_clock.hpp"
#include "../support/scripted_transport.hpp"
#include "rest.hpp"

#include <argocdpp/proto/server.hpp>

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;
using tests::fake_clock;
using tests::script;

/// A client's calls over a scripted server, on virtual time, with the longest jitter.
struct fixture {
    fake_clock time;
    script server{&time};

    rest calls(client_settings settings = {}) {
        client_world world{
            .time = time, .random = [] { return 1.0; }, .connection = server.connection()};
        return rest(std::move(settings), std::move(world));
    }

    static task<void> fetch(rest& calls, api_path path, proto::any& into) {
        into = co_await calls.get(std::move(path));
    }
    proto::any get(rest& calls, std::string_view path) {
        proto::any found;
        time.run(fetch(calls, api_path(path), found));
        return found;
    }
    error failure(rest& calls, std::string_view path) {
        try {
            get(calls, path);
        } catch (const error& caught) {
            return caught;
        }
        FAIL("no error");
        throw std::logic_error("unreachable");
    }
};

TEST_CASE("segments and parameters are encoded, empty parameters left out") {
    api_path path("/api/v1/x");
    path.segment("a/b c")
        .literal("d")
        .query("q", "team in (a,b)")
        .query("none", "")
        .query("r", "ü");
    CHECK(path.text() == "/api/v1/x/a%2Fb%20c/d?q=team%20in%20%28a%2Cb%29&r=%C3%BC");
}

TEST_CASE("a call carries the token as bearer and goes below the root path") {
    fixture f;
    client_settings settings;
    settings.token = "a.secret.b";
    settings.server.root_path = "/argo";
    f.server.on("GET /argo/api/version")
        .json(R"({"Version":"v1"})")
        .inspect([](const auto& request) {
            CHECK(request.headers == header_list{{"Authorization", "Bearer a.secret.b"}});
        });
    auto calls = f.calls(settings);
    CHECK(f.get(calls, "/api/version").find("Version")->string() == "v1");
}

TEST_CASE("a login of the user's own, for a proxy, leaves the token another header") {
    fixture f;
    client_settings settings;
    settings.token = "secret";
    settings.headers = {{"authorization", "Basic eA=="}};
    f.server.on("GET /a").json("1").inspect([](const auto& request) {
        CHECK(request.headers == header_list{{"Grpc-Metadata-Token", "secret"}});
    });
    auto calls = f.calls(settings);
    f.get(calls, "/a");
}

TEST_CASE("a token that is no JWT goes where the server says what is wrong with it") {
    fixture f;
    client_settings settings;
    settings.token = "half.ajwt";
    f.server.on("GET /a").json("1").inspect([](const auto& request) {
        CHECK(request.headers == header_list{{"Grpc-Metadata-Token", "half.ajwt"}});
    });
    auto calls = f.calls(settings);
    f.get(calls, "/a");
}

TEST_CASE("a token that a firewall quotes does not get into the error") {
    fixture f;
    client_settings settings;
    settings.token = "a.b.c";
    f.server.on("GET /a").status(400).piece("blocked: Bearer a.b.c");
    auto calls = f.calls(settings);
    const auto failure = f.failure(calls, "/a");
    CHECK(failure.server_text == "unexpected HTTP status 400: blocked: Bearer ***");
    CHECK(std::string(failure.what()).find("a.b.c") == std::string::npos);
}

TEST_CASE(
    "an error that is packed and does not say so is unpacked, its token hidden all the same") {
    fixture f;
    client_settings settings;
    settings.token = "a.b.c";
    // `printf "404 page not found\n" | gzip -n`, and "blocked: Bearer a.b.c".
    constexpr auto not_found =
        "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x33\x31\x30\x51\x28\x48\x4c\x4f\x55\xc8"
        "\xcb\x2f\x51\x48\xcb\x2f\xcd\x4b\xe1\x02\x00\x16\x47\x95\xeb\x13\x00\x00\x00"sv;
    constexpr auto blocked =
        "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x4b\xca\xc9\x4f\xce\x4e\x4d\xb1\x52\x70"
        "\x4a\x4d\x2c\x4a\x2d\x52\x48\xd4\x4b\xd2\x4b\x06\x00\xa5\xc3\x84\x11\x15\x00\x00"
        "\x00"sv;
    f.server.on("GET /a").status(404).piece(std::string(not_found));
    f.server.on("GET /b").status(400).piece(std::string(blocked));
    f.server.on("GET /c").status(400).piece("\x1f\x8b torn");
    auto calls = f.calls(settings);
    CHECK(f.failure(calls, "/a").server_text == "unexpected HTTP status 404: 404 page not found");
    CHECK(f.failure(calls, "/b").server_text == "unexpected HTTP status 400: blocked: Bearer ***");
    CHECK(f.failure(calls, "/c").server_text == "unexpected HTTP status 400");
}

TEST_CASE("a call without a token carries no Authorization") {
    fixture f;
    f.server.on("GET /a").json("{}").inspect(
        [](const auto& request) { CHECK(request.headers.empty()); });
    auto calls = f.calls();
    f.get(calls, "/a");
}

TEST_CASE("an error of the gateway keeps the server's words, its code and the request") {
    fixture f;
    f.server.on("GET /a?x=secret")
        .status(403)
        .json(R"({"error":"permission denied","code":7,"message":"permission denied"})");
    auto calls = f.calls();
    const auto failure = f.failure(calls, "/a?x=secret");
    CHECK(failure.what() ==
          std::string("rpc error: code = PermissionDenied desc = permission denied"));
    CHECK(failure.kind == error_kind::denied);
    CHECK(failure.http_status == 403);
    CHECK(failure.grpc_code == 7);
    CHECK(failure.server_text == "permission denied");
    CHECK(failure.request == "GET /a");
}

TEST_CASE("each HTTP status has its kind") {
    const auto kind = [](int status) { return error_of_answer({status, {}}, "", "GET /a").kind; };
    CHECK(kind(400) == error_kind::invalid);
    CHECK(kind(401) == error_kind::unauthenticated);
    CHECK(kind(404) == error_kind::not_found);
    CHECK(kind(409) == error_kind::conflict);
    CHECK(kind(429) == error_kind::unavailable);
    CHECK(kind(500) == error_kind::server);
    CHECK(kind(503) == error_kind::unavailable);
}

TEST_CASE("an error that is no JSON keeps its first words on one line") {
    const auto failure =
        error_of_answer({502, {{"Content-Type", "text/plain"}}}, "bad\r\ngateway\n", "GET /a");
    CHECK(failure.what() ==
          std::string("rpc error: code = Unavailable desc = unexpected HTTP status "
                      "502: bad  gateway"));
    const auto page = error_of_answer({502, {{"Content-Type", "text/html"}}}, "<html>", "GET /a");
    CHECK(page.server_text == "unexpected HTTP status 502");
}

TEST_CASE("a web page or a redirect instead of JSON is named as such") {
    fixture f;
    f.server.on("GET /a").header("Content-Type", "text/html").piece("<html>");
    f.server.on("GET /b").status(302).header("Location", "https://login/x?token=secret");
    f.server.on("GET /c").json("{\"a\":");
    auto calls = f.calls();
    CHECK(f.failure(calls, "/a").what() ==
          std::string("GET /a: the server answered with a web page instead of JSON; is there a "
                      "login page in front of it?"));
    CHECK(f.failure(calls, "/b").what() ==
          std::string("GET /b: the server redirects to https://login/x; is there a login page in "
                      "front of it?"));
    const auto broken = f.failure(calls, "/c");
    CHECK(broken.kind == error_kind::protocol);
    CHECK(std::string(broken.what()).starts_with("GET /c: the answer is no JSON: "));
}

TEST_CASE("an answer of another shape names the member") {
    try {
        decoded<proto::version_info>(proto::parse(R"({"Version":5})"), "GET /api/version?a=b");
        FAIL("no error");
    } catch (const error& failure) {
        CHECK(failure.what() ==
              std::string("GET /api/version: unexpected answer: .Version: expected "
                          "string, got number"));
    }
}

TEST_CASE("transient failures of a GET are tried four times with growing pauses") {
    for (const int status : {408, 429, 502, 503, 504}) {
        fixture f;
        f.server.on("GET /a").status(status).times(4);
        auto calls = f.calls();
        CHECK(f.failure(calls, "/a").http_status == status);
        CHECK(f.server.requests().size() == 4);
        CHECK(f.time.elapsed() == 1s + 2s + 4s);
    }
}

TEST_CASE("a lost connection is tried again, other errors are not") {
    fixture f;
    f.server.on("GET /a").fail(error_kind::lost);
    f.server.on("GET /a").json("1");
    f.server.on("GET /b").status(500);
    auto calls = f.calls();
    CHECK(f.get(calls, "/a").num().spelling == "1");
    CHECK(f.failure(calls, "/b").http_status == 500);
    CHECK(f.server.requests().size() == 3);
}

TEST_CASE("an answer cut in the middle is read again from its beginning") {
    fixture f;
    f.server.on("GET /a").piece("{\"a\":").cut();
    f.server.on("GET /a").json("[7]");
    auto calls = f.calls();
    CHECK(f.get(calls, "/a").items().size() == 1);
}

TEST_CASE("Retry-After is kept to, within ten seconds") {
    fixture f;
    f.server.on("GET /a").status(429).header("Retry-After", "3");
    f.server.on("GET /a").json("1");
    f.server.on("GET /b").status(429).header("Retry-After", "11");
    auto calls = f.calls();
    f.get(calls, "/a");
    CHECK(f.time.elapsed() == 3s);
    CHECK(f.failure(calls, "/b").http_status == 429);
    CHECK(f.time.elapsed() == 3s);
}

TEST_CASE("Retry-After may be a date, by the server's own clock") {
    const auto asked = [](std::string_view until) {
        const http_head head = {
            429, {{"Date", "Tue, 24 Nov 2026 22:59:58 GMT"}, {"Retry-After", std::string(until)}}};
        return error_of_answer(head, "", "GET /a").retry_after;
    };
    CHECK(asked("Tue, 24 Nov 2026 23:00:05 GMT") == 7s);
    CHECK(asked("Tue, 24 Nov 2026 22:00:00 GMT") == 0s);
    CHECK(asked("soon") == 0s);
}

task<void> post(rest& calls) {
    const auto body = proto::parse(R"({"a":"<"})");
    co_await calls.post(api_path("/a"), body);
}

TEST_CASE("a POST sends compact JSON with its content type") {
    fixture f;
    f.server.on("POST /a").json("{}").inspect([](const auto& request) {
        CHECK(request.body == R"({"a":"\u003c"})");
        CHECK(request.headers == header_list{{"Content-Type", "application/json"}});
    });
    auto calls = f.calls();
    f.time.run(post(calls));
}

TEST_CASE("a POST that may have arrived is never sent again") {
    for (const int status : {429, 500, 502, 503, 504}) {
        fixture f;
        f.server.on("POST /a").status(status);
        auto calls = f.calls();
        CHECK_THROWS_AS(f.time.run(post(calls)), error);
        CHECK(f.server.requests().size() == 1);
    }
    fixture f;
    f.server.on("POST /a").piece("{").cut();
    auto calls = f.calls();
    CHECK_THROWS_AS(f.time.run(post(calls)), error);
    CHECK(f.server.requests().size() == 1);
}

task<void> read_stream(rest& calls, std::vector<std::string>& messages) {
    auto stream = co_await calls.stream(api_path("/s"));
    while (auto message = co_await stream->next())
        messages.push_back(proto::write(*message));
}

TEST_CASE("a stream is read as server-sent events or as lines, in pieces of any size") {
    const std::vector<std::string> expected = {R"({"a":1})", R"({"b":2})"};
    for (std::size_t size = 1; size < 12; ++size) {
        fixture f;
        f.server.on("GET /s")
            .header("Content-Type", "text/event-stream")
            .pieces_of(size, "data: {\"a\":1}\n\n\n:\ndata: {\"b\":2}\n\n\n");
        f.server.on("GET /s")
            .header("Content-Type", "application/json")
            .pieces_of(size, "{\"a\":1}\n{\"b\":2}");
        auto calls = f.calls();
        std::vector<std::string> messages;
        f.time.run(read_stream(calls, messages));
        CHECK(messages == expected);
        messages.clear();
        f.time.run(read_stream(calls, messages));
        CHECK(messages == expected);
    }
}

TEST_CASE("a stream that a proxy refuses as events is asked for as lines") {
    fixture f;
    f.server.on("GET /s").status(406);
    f.server.on("GET /s").json("{\"a\":1}\n").inspect([](const auto& request) {
        CHECK(request.headers == header_list{{"Accept", "application/json"}});
    });
    auto calls = f.calls();
    std::vector<std::string> messages;
    f.time.run(read_stream(calls, messages));
    CHECK(messages.size() == 1);
}

TEST_CASE("a stream that is refused or broken says why") {
    fixture f;
    f.server.on("GET /s").status(401).json(
        R"({"error":"e","code":16,"message":"token is expired"})");
    f.server.on("GET /s").json("{\"a\":\n");
    auto calls = f.calls();
    std::vector<std::string> messages;
    CHECK_THROWS_WITH_AS(f.time.run(read_stream(calls, messages)),
                         "rpc error: code = Unauthenticated desc = token is expired", error);
    CHECK_THROWS_AS(f.time.run(read_stream(calls, messages)), error);
}

} // namespace
} // namespace argocdpp
