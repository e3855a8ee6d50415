#pragma once
// Framing of streams: one message per line of JSON, or server-sent events. Pure.
//
//   line_splitter lines(line_splitter::newline_json);
//   lines.feed(piece, [](std::string_view message) { … });   // any number of times
//   lines.finish(…);                                         // a last message without its newline

#include <argocdpp/error.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace argocdpp::http {

class line_splitter {
  public:
    enum format {
        newline_json, ///< every line that is not blank is a message
        events, ///< text/event-stream: `data:` lines up to a blank one, or a bare line of JSON; the
                ///< rest is dropped
    };
    using receiver = std::function<void(std::string_view message)>;

    static constexpr std::size_t default_limit = std::size_t{64} << 20;

    explicit line_splitter(format kind, std::size_t limit = default_limit);

    /// Hands on every message that is complete with this piece, in order.
    /// Throws `error` (protocol) where a message is longer than the limit.
    void feed(std::string_view piece, const receiver& receive);

    /// The stream has ended: what is left counts as a message.
    void finish(const receiver& receive);

  private:
    void take_line(std::string_view line, const receiver& receive);
    void end_event(const receiver& receive);
    void check(std::size_t size) const;

    format format_;
    std::size_t limit_;
    std::string line_;
    std::string event_;
    bool has_data_ = false;
};

/// The format of an answer, by its Content-Type.
line_splitter::format stream_format(std::string_view content_type);

} // namespace argocdpp::http
