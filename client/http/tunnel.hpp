#pragma once
// Asking a proxy for a way through: what is said before the connection is the target's own.

#include "byte_stream.hpp"
#include "proxy.hpp"

namespace argocdpp::http {

/// HTTP CONNECT. Throws `error` (unreachable) with the proxy's status line.
task<void> connect_through(byte_stream& proxy, const proxy_address& address,
                           const std::string& authority);

/// SOCKS 5 (RFC 1928, 1929). `host` may be a name, which the proxy then resolves, or an address.
/// Throws `error` (unreachable).
task<void> socks_through(byte_stream& proxy, const proxy_address& address, const std::string& host,
                         std::uint16_t port);

} // namespace argocdpp::http
