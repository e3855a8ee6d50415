// An answer means the same in whatever pieces it comes, and ends in a body or an `error`.

#include "http/exchange.hpp"
#include "scripted_stream.hpp"
#include "target.hpp"

namespace argocdpp::fuzz {

namespace {

/// Answers may unpack to a thousand times their size.
constexpr std::size_t most_body = 1 << 20;

struct answer {
    http_head head;
    std::string body;
    std::string failure;
    error_kind kind = error_kind::local;
};

task<void> read_all(http::exchange& call, answer& into) {
    into.head = co_await call.read_head();
    std::string_view piece = co_await call.next();
    while (!piece.empty() && into.body.size() < most_body) {
        into.body += piece;
        piece = co_await call.next();
    }
    if (!piece.empty())
        co_return;
    piece = co_await call.next();
    expect(piece.empty(), "behind the end comes nothing");
}

answer read(std::string_view text, std::size_t most_at_once) {
    tests::fake_clock clock;
    tests::faults none;
    tests::stream_script steps;
    for (const std::string_view piece : cut(text, most_at_once))
        steps.push_back(tests::gets(std::string(piece)));
    steps.push_back(tests::closes());
    tests::scripted_stream stream(clock, steps, none);
    const http_request request;
    http::exchange call(stream, clock, request);
    answer got;
    try {
        clock.run(read_all(call, got));
    } catch (const error& failure) {
        got.failure = failure.what();
        got.kind = failure.kind;
        expect(failure.kind == error_kind::lost || failure.kind == error_kind::protocol,
               "a bad answer is lost or breaks the protocol");
        expect(!call.is_reusable(), "what failed carries nothing else");
    }
    return got;
}

} // namespace

void http_answer(std::string_view text) {
    const answer whole = read(text, SIZE_MAX);
    const answer pieces = read(text, 40);
    // What is broken in two ways fails by the one that is seen first, which pieces decide.
    expect(whole.failure.empty() == pieces.failure.empty(), "pieces fail as the whole");
    // Beast looks at the lines of a head sooner or later, depending on how much has come.
    if (text.find("\r\n\r\n") == text.npos)
        return;
    expect(pieces.head.status == whole.head.status, "pieces have the status of the whole");
    expect(pieces.head.headers == whole.head.headers, "pieces have the headers of the whole");
    // Of an answer that breaks, as much is handed on as has come before the break is seen.
    if (whole.failure.empty() && whole.body.size() < most_body)
        expect_equal(pieces.body, whole.body, "pieces have the body of the whole");
}

} // namespace argocdpp::fuzz
