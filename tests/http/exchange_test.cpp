#include "http/exchange.hpp"
#include "packed.hpp"
#include "scripted_stream.hpp"

#include <boost/system/system_error.hpp>
#include <doctest/doctest.h>

using namespace argocdpp;
using namespace argocdpp::http;
using namespace argocdpp::tests;

namespace {

const std::string asked = "GET /api/v1/applications?token=secret HTTP/1.1\r\n"
                          "Host: argocd.test\r\n"
                          "Accept-Encoding: gzip\r\n"
                          "Connection: keep-alive\r\n"
                          "\r\n";

http_request plain_get() {
    http_request request;
    request.target = "/api/v1/applications?token=secret";
    return request;
}

route to_test() {
    route way;
    way.host = "argocd.test";
    return way;
}

struct answer {
    http_head head;
    std::string body;
    bool is_reusable = false;
};

task<void> ask(byte_stream& stream, argocdpp::clock& clock, http_request request, answer& result) {
    exchange call(stream, clock, request);
    co_await call.send(request_text(request, to_test()));
    result.head = co_await call.read_head();
    std::string_view piece = co_await call.next();
    while (!piece.empty()) {
        result.body += piece;
        piece = co_await call.next();
    }
    result.is_reusable = call.is_reusable();
}

answer ask(stream_script steps, std::size_t piece = SIZE_MAX, http_request request = plain_get()) {
    fake_clock clock;
    faults none;
    scripted_stream stream(clock, std::move(steps), none, piece);
    answer result;
    clock.run(ask(stream, clock, std::move(request), result));
    CHECK(stream.is_finished());
    return result;
}

error failure_of(stream_script steps, http_request request = plain_get()) {
    try {
        ask(std::move(steps), SIZE_MAX, std::move(request));
    } catch (const error& failure) {
        return failure;
    }
    return error(error_kind::server, "no failure");
}

error failure_of(const std::string& answered) {
    return failure_of({sends(asked), gets(answered), closes()});
}

const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-A: b\r\n\r\n"
                            "5\r\nhello\r\n7;x=y\r\n, world\r\n0\r\nTrailer: 1\r\n\r\n";

} // namespace

TEST_CASE("a body is read by length, by chunks or to the end, in pieces of any size") {
    const std::string by_length = "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nhello, world";
    const std::string to_the_end = "HTTP/1.0 200 OK\r\n\r\nhello, world";
    for (std::size_t piece : {1UL, 2UL, 3UL, 7UL, 50UL, 1000UL}) {
        CAPTURE(piece);
        const answer counted = ask({sends(asked), gets(by_length)}, piece);
        CHECK(counted.body == "hello, world");
        CHECK(counted.is_reusable);
        const answer in_chunks = ask({sends(asked), gets(chunked)}, piece);
        CHECK(in_chunks.body == "hello, world");
        CHECK(in_chunks.head.status == 200);
        CHECK(in_chunks.head.header("x-a") == "b");
        CHECK(in_chunks.is_reusable);
        const answer ended = ask({sends(asked), gets(to_the_end), closes()}, piece);
        CHECK(ended.body == "hello, world");
        CHECK_FALSE(ended.is_reusable);
    }
}

TEST_CASE("a large body comes whole") {
    std::string body;
    for (int i = 0; body.size() < 300'000; ++i)
        body += std::to_string(i);
    const std::string size = std::to_string(body.size());
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n";
    CHECK(ask({sends(asked), gets(head + body)}).body == body);
    CHECK(ask({sends(asked), gets(head + body)}, 1000).body == body);
}

TEST_CASE("a refusal is an answer like any other") {
    const answer refused = ask({sends(asked), gets("HTTP/1.1 404 Not Found\r\nConnection: close\r\n"
                                                   "Content-Length: 2\r\n\r\nno")});
    CHECK(refused.head.status == 404);
    CHECK(refused.body == "no");
    CHECK_FALSE(refused.is_reusable);
}

TEST_CASE("informational heads are passed over, and an answer may have no body") {
    const answer empty = ask({sends(asked), gets("HTTP/1.1 100 Continue\r\n\r\n"
                                                 "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                                                 "HTTP/1.1 204 No Content\r\n\r\n")});
    CHECK(empty.head.status == 204);
    CHECK(empty.body.empty());
    CHECK(empty.is_reusable);
}

TEST_CASE("the answer to a HEAD has no body, whatever its length says") {
    http_request request = plain_get();
    request.method = "HEAD";
    std::string wire = asked;
    wire.replace(0, 3, "HEAD");
    const answer head =
        ask({sends(wire), gets("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n")}, 5, request);
    CHECK(head.body.empty());
    CHECK(head.head.header("content-length") == "900");
    CHECK(head.is_reusable);
}

TEST_CASE("a packed body is unpacked, however it is cut up") {
    std::string text;
    for (int i = 0; text.size() < 200'000; ++i)
        text += "{\"name\":\"app-" + std::to_string(i * 7919) + "\"}";
    const std::string packed = gzipped(text);
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Encoding: GZIP\r\nContent-Length: " +
                             std::to_string(packed.size()) + "\r\n\r\n";
    for (std::size_t piece : {97UL, 1000UL, 1000000UL})
        CHECK(ask({sends(asked), gets(head + packed)}, piece).body == text);
}

TEST_CASE("a truncated or corrupt packed body is an error of the protocol") {
    std::string packed = gzipped("hello, world");
    const auto with = [](const std::string& body) {
        return "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " +
               std::to_string(body.size()) + "\r\n\r\n" + body;
    };
    const error truncated = failure_of(with(packed.substr(0, packed.size() - 3)));
    CHECK(truncated.kind == error_kind::protocol);
    CHECK(std::string(truncated.what()) == "GET /api/v1/applications: truncated gzip body");
    packed[packed.size() - 6] ^= 1;
    const error corrupt = failure_of(with(packed));
    CHECK(corrupt.kind == error_kind::protocol);
    CHECK(std::string(corrupt.what()) == "GET /api/v1/applications: corrupt gzip body");
    CHECK(failure_of("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 0\r\n\r\n").kind ==
          error_kind::protocol);
}

TEST_CASE("an answer that ends early is lost, one that never began too") {
    const error none = failure_of("");
    CHECK(failure_of({sends(asked), closes()}).kind == error_kind::lost);
    CHECK(none.sent);
    CHECK(none.request == "GET /api/v1/applications");
    for (const char* text :
         {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort", "HTTP/1.1 200 O",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"}) {
        CAPTURE(text);
        const error failure = failure_of(text);
        CHECK(failure.kind == error_kind::lost);
        CHECK(std::string(failure.what()) == "GET /api/v1/applications: unexpected EOF");
    }
}

TEST_CASE("an answer that is no HTTP says so, and never the query") {
    for (const char* text :
         {"SSH-2.0-OpenSSH_9.2\r\n", "<html>\r\n\r\n", "\x15\x03\x01\x02\x03\x04",
          "HTTP/2.0 200 OK\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n"}) {
        CAPTURE(text);
        const error failure = failure_of(text);
        CHECK(failure.kind == error_kind::protocol);
        CHECK(std::string(failure.what()).find("the answer is not HTTP: ") != std::string::npos);
        CHECK(std::string(failure.what()).find("secret") == std::string::npos);
    }
    CHECK(std::string(failure_of("SSH-2.0-OpenSSH_9.2\x07\r\n").what()) ==
          "GET /api/v1/applications: the answer is not HTTP: \"SSH-2.0-OpenSSH_9.2?\"");
}

TEST_CASE("headers without end are refused") {
    const std::string endless = "HTTP/1.1 200 OK\r\nX: " + std::string(70 << 10, 'x') + "\r\n\r\n";
    CHECK(failure_of({sends(asked), gets(endless)}).kind == error_kind::protocol);
    std::string many = "HTTP/1.1 200 OK\r\n";
    while (many.size() < 70 << 10)
        many += "X-Header: value\r\n";
    CHECK(failure_of({sends(asked), gets(many)}).kind == error_kind::protocol);
}

TEST_CASE("silence ends a call after its limit, and only silence") {
    const error silent = failure_of({sends(asked), hangs()});
    CHECK(silent.kind == error_kind::timeout);
    CHECK(std::string(silent.what()) == "GET /api/v1/applications: no answer for 60s");
    http_request request = plain_get();
    request.idle_limit = std::chrono::milliseconds(1500);
    const error stalled = failure_of({sends(asked), gets("HTTP/1.1 200 OK\r\n"), hangs()}, request);
    CHECK(std::string(stalled.what()) == "GET /api/v1/applications: nothing more came for 1.5s");
}

TEST_CASE("every exchange ends in an answer or an error wherever the network fails") {
    const std::string unchunked = "HTTP/1.1 200 OK\r\n\r\nhello, world";
    for (const std::string& text : {chunked, unchunked}) {
        const bool ends_by_closing = text == unchunked;
        const auto scenario = [&](faults& plan) {
            CAPTURE(plan.kind);
            CAPTURE(plan.at);
            fake_clock clock;
            stream_script steps = {sends(asked), gets(text)};
            if (ends_by_closing)
                steps.push_back(closes());
            scripted_stream stream(clock, steps, plan, 9);
            answer result;
            const auto call = [&] { clock.run(ask(stream, clock, plain_get(), result)); };
            const bool may_end = ends_by_closing && result.head.status == 0;
            if (plan.kind == faults::none) {
                call();
                CHECK(result.body == "hello, world");
            } else if (plan.kind == faults::cancelled) {
                CHECK_THROWS_AS(call(), boost::system::system_error);
            } else if (plan.kind == faults::failing || !may_end || plan.at < 4) {
                CHECK_THROWS_AS(call(), error);
            } else {
                call();
                CHECK(result.body.size() <= 12);
            }
            CHECK(clock.elapsed() == duration::zero());
        };
        at_every_step(scenario);
    }
}

TEST_CASE("a request has the headers it needs, each once, its own before the settings'") {
    http_request request;
    request.method = "POST";
    request.target = "/argo/api/v1/session";
    request.headers = {{"Content-Type", "application/json"}, {"user-agent", "own"}};
    request.body = "{}";
    route way = to_test();
    way.headers = {{"X-Proxy", "1"}, {"X-Proxy", "2"}, {"User-Agent", "argocdpp"}};
    CHECK(request_text(request, way) == "POST /argo/api/v1/session HTTP/1.1\r\n"
                                        "Host: argocd.test\r\n"
                                        "Content-Type: application/json\r\n"
                                        "user-agent: own\r\n"
                                        "X-Proxy: 1\r\n"
                                        "X-Proxy: 2\r\n"
                                        "Accept-Encoding: gzip\r\n"
                                        "Connection: keep-alive\r\n"
                                        "Content-Length: 2\r\n"
                                        "\r\n{}");
}

TEST_CASE("event streams are not asked for packed") {
    http_request request;
    request.target = "/x";
    request.headers = {{"Accept", "text/event-stream"}};
    CHECK(request_text(request, to_test()).find("Accept-Encoding") == std::string::npos);
}

TEST_CASE("nothing of a request can end its line early") {
    const auto refuses = [](const http_request& request) {
        CHECK_THROWS_AS(request_text(request, to_test()), error);
    };
    http_request request;
    request.target = "/a HTTP/1.1\r\nX: y";
    refuses(request);
    request.target = "/a";
    request.headers = {{"X", "secret\r\nY: z"}};
    refuses(request);
    try {
        request_text(request, to_test());
    } catch (const error& refused) {
        CHECK(std::string(refused.what()).find("secret") == std::string::npos);
    }
    request.headers = {{"X: y\r\nZ", "1"}};
    refuses(request);
    request.headers = {{"", "1"}};
    refuses(request);
}
