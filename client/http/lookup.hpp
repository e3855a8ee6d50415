#pragma once
// Host names to addresses, in the order the system prefers.
//
// Asio's resolver cannot be cancelled: a run would not end before the name server's answer. Here
// the C library asks on a thread of its own, and a caller who is cancelled leaves at once.

#include <argocdpp/task.hpp>

#include <string>
#include <vector>

namespace argocdpp::http {

/// The numeric addresses of a host; never empty. A host that is an address comes back as it is.
/// Throws `error` (unreachable): "dial tcp: lookup nosuch.invalid: no such host".
task<std::vector<std::string>> look_up(std::string host);

} // namespace argocdpp::http
