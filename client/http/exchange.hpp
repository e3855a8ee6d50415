#pragma once
// One HTTP/1.1 request and its answer over a byte stream: the only file that knows Beast.
//
//   exchange call(stream, clock, request);
//   co_await call.send(route);
//   http_head head = co_await call.read_head();
//   while (std::string_view piece = co_await call.next(); !piece.empty()) …
//
// Every error names the request ("GET /api/v1/applications: …", without its query) and says whether
// any of it may have reached the server. No error holds a header.

#include "byte_stream.hpp"

#include <argocdpp/error.hpp>
#include <argocdpp/transport.hpp>

#include <memory>

namespace argocdpp::http {

/// How requests are addressed: straight to the server, or to a proxy that forwards them.
struct route {
    std::string host;          ///< the Host header
    std::string target_prefix; ///< "http://host:port" before the target, for a forwarding proxy
    header_list headers;       ///< with every request that does not bring its own
};

/// The request as it goes over the wire, but for an upload. Throws `error` (local) where a name, a
/// value or the target holds what would end it early.
std::string request_text(const http_request& request, const route& route);

/// "GET /api/v1/applications", for messages: the query may hold secrets.
std::string request_name(const http_request& request);

class exchange {
  public:
    /// The stream and the clock outlive the exchange.
    exchange(byte_stream& stream, clock& clock, const http_request& request);
    ~exchange();

    /// Sends a piece of the request. Throws `error` (lost, timeout).
    task<void> send(std::string text);

    /// The head of the answer; informational ones (100 Continue) are passed over.
    /// Throws `error` (lost, timeout, protocol).
    task<http_head> read_head();

    /// The next piece of the body, de-chunked and unpacked, good until the next call; empty at the
    /// end. Throws `error` (lost, timeout, protocol).
    task<std::string_view> next();

    /// Whether a byte of an answer has come.
    bool is_answered() const;
    /// Whether the body has ended and the connection can carry another exchange.
    bool is_reusable() const;

  private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace argocdpp::http
