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

/// A port of one address of this machine, taken.
class listener {
  public:
    virtual ~listener() = default;
    virtual std::uint16_t port() const = 0;
    /// The next connection; several callers may wait at once.
    virtual task<std::unique_ptr<socket_stream>> accept() = 0;
};

/// Port 0 takes a free one. Throws `error` with Go's text: local where the port is in use,
/// unreachable where this machine has no such address.
task<std::unique_ptr<listener>> listen_tcp(ip_endpoint endpoint);

} // namespace argocdpp::http
