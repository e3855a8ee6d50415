#pragma once
// ARGOCDPP_POLL: how often a wait looks for itself, whatever the server's events say.

#include "invocation.hpp"

#include <argocdpp/wait.hpp>

namespace argocdpp::cli {

/// Sets the pauses between reads as the variable says, where it is set: at most so long, and 2 s
/// or less at first. Throws `failure` where it is no duration between 10ms and 1h.
void choose_poll_interval(const invocation& call, wait_options& options);

} // namespace argocdpp::cli
