#pragma once
// TCP connections: the only sockets of the library.
//
// Error texts are Go's ("dial tcp 127.0.0.1:1: connect: connection refused"), because they end up
// in messages that people know from the official CLI.

#include "byte_stream.hpp"

#include <argocdpp/error.hpp>

#include <cstdint>
#include <vector>

namespace argocdpp::http {

struct ip_endpoint {
    std::string address; ///< numeric
    std::uint16_t port = 0;

    /// "127.0.0.1:80", "[::1]:80".
    std::string text() const;
};

/// Whether a host is written as an address, so that no lookup is needed.
bool is_ip_address(std::string_view host);

/// A connected byte stream that can say who is connected to whom.
class socket_stream : public byte_stream {
  public:
    /// "127.0.0.1:44676->127.0.0.1:8080".
    virtual std::string ends() const = 0;
};

/// Connects within the caller's scope. Throws `error` (unreachable) with Go's text.
task<std::unique_ptr<socket_stream>> connect_tcp(ip_endpoint endpoint);

} // namespace argocdpp::http
