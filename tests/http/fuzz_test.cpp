// Whatever bytes come, the readers answer with a result or with `error`, and always end.

#include "http/exchange.hpp"
#include "packed.hpp"
#include "scripted_stream.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace argocdpp;
using namespace argocdpp::http;
using namespace argocdpp::tests;

namespace {

task<void> read_all(byte_stream& stream, argocdpp::clock& clock, const http_request& request) {
    exchange call(stream, clock, request);
    const http_head head = co_await call.read_head();
    std::string_view piece = co_await call.next();
    while (!piece.empty())
        piece = co_await call.next();
}

std::vector<std::string> corpus() {
    const std::string packed = gzipped("{\"items\":[1,2,3,4,5,6,7,8]}");
    const std::string length = std::to_string(packed.size());
    return {
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.0 404 Not Found\r\n\r\nno",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nX: y\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + length + "\r\n\r\n" +
            packed,
    };
}

std::string mutated(std::string text, std::mt19937& random) {
    const std::vector<std::string> seeds = corpus();
    const std::size_t changes = 1 + random() % 4;
    for (std::size_t i = 0; i < changes && !text.empty(); ++i) {
        const std::size_t at = random() % text.size();
        switch (random() % 5) {
        case 0:
            text[at] = static_cast<char>(random());
            break;
        case 1:
            text.erase(at, 1 + random() % 9);
            break;
        case 2:
            text.insert(at, 1, "\r\n:; 0f9\0"[random() % 9]);
            break;
        case 3:
            text.insert(at, text.substr(random() % text.size(), random() % 20));
            break;
        default:
            text.insert(at, seeds[random() % seeds.size()].substr(0, random() % 60));
        }
    }
    return text;
}

} // namespace

TEST_CASE("broken answers give errors and nothing worse") {
    std::mt19937 random(20261124);
    const http_request request;
    int refused = 0;
    for (int round = 0; round < 1500; ++round) {
        CAPTURE(round);
        const std::vector<std::string> seeds = corpus();
        const std::string text = mutated(seeds[random() % seeds.size()], random);
        fake_clock clock;
        faults none;
        stream_script steps = {gets(text), closes()};
        if (text.empty())
            steps.erase(steps.begin());
        scripted_stream stream(clock, steps, none, 1 + random() % 40);
        try {
            clock.run(read_all(stream, clock, request));
        } catch (const error& failure) {
            ++refused;
            const bool is_expected =
                failure.kind == error_kind::lost || failure.kind == error_kind::protocol;
            CHECK(is_expected);
        }
    }
    CHECK(refused > 400);
}
