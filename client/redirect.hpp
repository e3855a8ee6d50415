#pragma once
// Where an answer sends a download on, as far as it may.
//
// Only the same scheme, host and port are followed: the client's connection, its trust and its
// proxy were chosen for that server. An upgrade from http to https is another server in that sense;
// the message then says where the server is.

#include <argocdpp/settings.hpp>

#include <string>
#include <string_view>

namespace argocdpp {

/// The target (path and query) that `location` names, seen from `current`. Throws `error`
/// (protocol) where it leads elsewhere; its text holds no path or query of the location, which may
/// be secret.
std::string redirect_target(std::string_view location, std::string_view current,
                            const client_settings& settings, std::string_view request);

} // namespace argocdpp
