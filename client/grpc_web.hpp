#pragma once
// gRPC-Web as it travels in one HTTP exchange: messages in frames, and how a call has ended.
//
// A frame is a byte that says what it holds (0 a message, 0x80 the trailers), the length as four
// bytes, the greatest first, and the content. A call that fails at once has no frames: its trailers
// are headers of the answer, whose HTTP status is 200 all the same.

#include <argocdpp/error.hpp>
#include <argocdpp/transport.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace argocdpp::grpc_web {

inline constexpr std::string_view content_type = "application/grpc-web+proto";

/// A message as a frame.
std::string frame(std::string_view message);

/// A call of one message.
class single_message final : public body_source {
  public:
    explicit single_message(std::string message)
        : frame_(frame(message)) {}
    std::size_t size() const override { return frame_.size(); }
    void rewind() override { is_sent_ = false; }
    std::string_view next() override {
        const bool was_sent = std::exchange(is_sent_, true);
        return was_sent ? std::string_view() : frame_;
    }

  private:
    std::string frame_;
    bool is_sent_ = false;
};

/// How a call has ended.
struct status {
    int code = 0;
    std::string message;
};

/// The status among trailers ("grpc-status: 5\r\ngrpc-message: not%20found\r\n"); nothing where
/// they hold none.
std::optional<status> status_of_trailers(std::string_view trailers);
/// The status among the headers of an answer; nothing where they hold none.
std::optional<status> status_of_head(const http_head& head);

/// Takes frames apart, in whatever pieces they come. Pure.
class frame_reader {
  public:
    using receiver = std::function<void(bool is_trailers, std::string content)>;

    explicit frame_reader(std::size_t limit)
        : limit_(limit) {}
    /// Hands on every frame that is complete with this piece. Throws `error` (protocol) for a frame
    /// that is none, is packed, or is longer than the limit.
    void feed(std::string_view piece, const receiver& receive);
    /// Whether a frame was begun and not ended.
    bool is_inside() const { return !head_.empty(); }

  private:
    void begin_content();

    std::size_t limit_;
    std::string head_; ///< what has come of the five bytes
    std::string content_;
    std::size_t missing_ = 0; ///< of the content
};

/// Receives the answer to a call that is answered by one message.
class answer_sink final : public body_sink {
  public:
    /// `request` is "POST /path", for errors; an answer longer than `limit` is none.
    answer_sink(std::string request, std::size_t limit);

    void begin(const http_head& head) override;
    void write(std::string_view piece) override;

    /// Throws `error` unless the call has succeeded; a token that is quoted is masked.
    void check(const http_head& head, std::string_view token);
    std::string take_message() { return std::move(*message_); }

  private:
    void take(bool is_trailers, std::string content);

    std::string request_;
    std::size_t limit_;
    bool is_grpc_ = false;
    std::optional<frame_reader> frames_;
    std::optional<std::string> message_;
    std::optional<status> end_;
    std::string failure_; ///< the beginning of a body that is no gRPC-Web
};

} // namespace argocdpp::grpc_web
