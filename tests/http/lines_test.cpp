#include "http/lines.hpp"

#include <doctest/doctest.h>

#include <random>

using argocdpp::error;
using argocdpp::http::line_splitter;
using argocdpp::http::stream_format;

namespace {

using messages = std::vector<std::string>;

messages split(line_splitter::format kind, std::string_view text, std::size_t piece,
               std::size_t limit = line_splitter::default_limit) {
    messages found;
    const auto receive = [&found](std::string_view message) { found.emplace_back(message); };
    line_splitter lines(kind, limit);
    for (std::size_t at = 0; at < text.size(); at += piece)
        lines.feed(text.substr(at, piece), receive);
    lines.finish(receive);
    return found;
}

void check_in_all_pieces(line_splitter::format kind, std::string_view text,
                         const messages& expected) {
    for (std::size_t piece = 1; piece <= text.size() + 1; ++piece) {
        CAPTURE(piece);
        CHECK(split(kind, text, piece) == expected);
    }
}

} // namespace

TEST_CASE("newline-JSON gives one message per line, whatever the pieces") {
    check_in_all_pieces(line_splitter::newline_json, "{\"a\":1}\n{\"b\":2}\r\n\n  \n{\"c\":3}\n",
                        {"{\"a\":1}", "{\"b\":2}", "{\"c\":3}"});
}

TEST_CASE("a last message without its newline counts at the end") {
    check_in_all_pieces(line_splitter::newline_json, "{\"a\":1}\n{\"error\":2}",
                        {"{\"a\":1}", "{\"error\":2}"});
    check_in_all_pieces(line_splitter::events, "data: 1\n\ndata: 2", {"1", "2"});
}

TEST_CASE("server-sent events are read as Argo CD writes them, without their keep-alives") {
    check_in_all_pieces(line_splitter::events,
                        ":\n\ndata: {\"result\":1} \n\n\n:\ndata:{\"result\":2}\n\n",
                        {"{\"result\":1} ", "{\"result\":2}"});
}

TEST_CASE("an event may have several data lines, other fields and carriage returns") {
    check_in_all_pieces(line_splitter::events,
                        "event: x\r\nid: 7\r\ndata: one\r\ndata: two\r\n\r\ndata\n\ndatax: no\n\n",
                        {"one\ntwo"});
}

TEST_CASE("an error late in an event stream comes without data and is a message") {
    check_in_all_pieces(line_splitter::events, "data: 1\n\n{\"error\":{\"grpc_code\":2}}",
                        {"1", "{\"error\":{\"grpc_code\":2}}"});
}

TEST_CASE("a message longer than the limit is an error, as a line and as an event") {
    const std::string text = "12345678901\n";
    CHECK_THROWS_AS(split(line_splitter::newline_json, text, 3, 10), error);
    CHECK_THROWS_AS(split(line_splitter::newline_json, text, 100, 10), error);
    CHECK(split(line_splitter::newline_json, "1234567890\n", 4, 10).size() == 1);
    CHECK_THROWS_AS(split(line_splitter::events, "data: 12\ndata: 34567\n\n", 4, 8), error);
}

TEST_CASE("the format of a stream is that of its content type") {
    CHECK(stream_format("text/event-stream; charset=utf-8") == line_splitter::events);
    CHECK(stream_format("application/json") == line_splitter::newline_json);
    CHECK(stream_format("") == line_splitter::newline_json);
}

TEST_CASE("random bytes in random pieces give the same messages as in one piece") {
    std::mt19937 random(20261124);
    const std::string alphabet = "\n\n\r: {}data:ab\0";
    for (int round = 0; round < 3000; ++round) {
        CAPTURE(round);
        std::string text;
        const std::size_t size = random() % 60;
        for (std::size_t i = 0; i < size; ++i)
            text += alphabet[random() % alphabet.size()];
        if (random() % 2 == 0)
            text.insert(text.size() / 2, "data: x\ndata: y\n\n");
        for (auto kind : {line_splitter::newline_json, line_splitter::events})
            CHECK(split(kind, text, 1 + random() % 7) == split(kind, text, text.size() + 1));
    }
}
