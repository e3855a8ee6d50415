#pragma once
// The transport over any dialer: what make_network_transport is, with the network as an argument.

#include "byte_stream.hpp"

#include <argocdpp/settings.hpp>

namespace argocdpp::http {

/// Keeps connections for the next exchange. A GET or HEAD that a kept connection took without a
/// byte of an answer is sent once more, over a fresh one; nothing else is ever sent twice.
std::unique_ptr<transport> make_transport(const client_settings& settings, clock& clock,
                                          std::unique_ptr<dialer> dialer);

} // namespace argocdpp::http
