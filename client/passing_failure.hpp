#pragma once
// Which failures of a read do not end what goes on for long: a wait, and the watch of a list.

#include <argocdpp/clock.hpp>
#include <argocdpp/error.hpp>

namespace argocdpp {

/// "permission denied" for less may be the server failing to read its own database.
constexpr auto longest_denial = std::chrono::seconds(30);

/// Whether the server may answer as it should when it is asked later.
inline bool may_pass(const error& failure) {
    switch (failure.kind) {
    case error_kind::lost:
    case error_kind::timeout:
    case error_kind::unreachable:
    case error_kind::tls:
    case error_kind::unavailable:
    case error_kind::server:
    case error_kind::protocol:
        return true;
    default:
        return false;
    }
}

} // namespace argocdpp
