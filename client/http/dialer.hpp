#pragma once
// Dialing the server of a client: lookup, connect, proxy, TLS, all within connect_limit.
//
// Messages begin as the official CLI's do after "Failed to establish connection to HOST:PORT: ":
// "error dial proxy: …" up to the connection, "error creating connection: …" from TLS on.

#include "byte_stream.hpp"

#include <argocdpp/settings.hpp>

namespace argocdpp::http {

/// The real network. The clock outlives the dialer.
std::unique_ptr<dialer> make_dialer(const client_settings& settings, clock& clock);

} // namespace argocdpp::http
