#pragma once
// Messages of an open stream, one document each.

#include "http/lines.hpp"

#include <argocdpp/proto/any.hpp>
#include <argocdpp/transport.hpp>

#include <deque>
#include <memory>
#include <optional>
#include <string>

namespace argocdpp {

/// Newline-JSON or server-sent events, as the answer's Content-Type says.
class event_stream {
  public:
    /// `request` names the stream in errors.
    event_stream(std::unique_ptr<body_stream> body, std::string request);

    /// The next message; nothing at the end of the stream. Keep-alives are swallowed.
    /// Throws `error`: what the body's stream throws, or protocol for what is no JSON.
    task<std::optional<proto::any>> next();

    const http_head& head() const { return body_->head(); }

  private:
    std::unique_ptr<body_stream> body_;
    std::string request_;
    http::line_splitter lines_;
    std::deque<std::string> messages_;
    bool ended_ = false;
};

} // namespace argocdpp
