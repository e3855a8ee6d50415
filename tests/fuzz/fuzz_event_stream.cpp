// Streams give the same messages in whatever pieces they come.

#include "event_stream.hpp"
#include "fake_clock.hpp"
#include "target.hpp"

#include <argocdpp/proto/codec.hpp>
#include <argocdpp/proto/event.hpp>
#include <argocdpp/proto/json.hpp>

#include <utility>

namespace argocdpp::fuzz {

namespace {

struct received {
    std::vector<std::string> messages;
    std::string failure;
};

received split(http::line_splitter::format format, const std::vector<std::string_view>& pieces) {
    constexpr std::size_t limit = 200;
    http::line_splitter lines(format, limit);
    received got;
    const auto keep = [&got](std::string_view text) {
        expect(!text.empty() && text.size() <= limit, "no message is empty or too long");
        got.messages.emplace_back(text);
    };
    try {
        for (const std::string_view piece : pieces)
            lines.feed(piece, keep);
        lines.finish(keep);
    } catch (const error& failure) {
        expect(failure.kind == error_kind::protocol, "too long is a break of the protocol");
        got.failure = failure.what();
    }
    return got;
}

class cut_body final : public body_stream {
  public:
    cut_body(std::string_view type, std::vector<std::string_view> pieces)
        : head_{200, {{"Content-Type", std::string(type)}}}
        , pieces_(std::move(pieces)) {}

    const http_head& head() const override { return head_; }
    task<std::optional<std::string>> next() override {
        if (at_ == pieces_.size())
            co_return std::nullopt;
        co_return std::string(pieces_[at_++]);
    }

  private:
    http_head head_;
    std::vector<std::string_view> pieces_;
    std::size_t at_ = 0;
};

task<void> read_messages(argocdpp::event_stream& stream, received& into) {
    for (;;) {
        const auto message = co_await stream.next();
        if (!message)
            co_return;
        into.messages.push_back(proto::write(*message));
    }
}

received read(std::string_view type, std::vector<std::string_view> pieces) {
    tests::fake_clock clock;
    argocdpp::event_stream stream(std::make_unique<cut_body>(type, std::move(pieces)),
                                  "GET /stream");
    received got;
    try {
        clock.run(read_messages(stream, got));
    } catch (const error& failure) {
        expect(failure.kind == error_kind::protocol, "no JSON is a break of the protocol");
        got.failure = failure.what();
    }
    return got;
}

void expect_same(const received& pieces, const received& whole) {
    expect_equal(pieces.failure, whole.failure, "pieces fail as the whole");
    expect(pieces.messages == whole.messages, "pieces give the messages of the whole");
}

} // namespace

void event_stream(std::string_view text) {
    const std::vector<std::string_view> whole = {text};
    const std::vector<std::string_view> pieces = cut(text, 20);
    for (const auto format : {http::line_splitter::events, http::line_splitter::newline_json})
        expect_same(split(format, pieces), split(format, whole));
    for (const char* type : {"text/event-stream", "application/json"})
        expect_same(read(type, pieces), read(type, whole));
}

} // namespace argocdpp::fuzz
