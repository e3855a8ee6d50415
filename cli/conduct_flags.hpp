#pragma once
// When a wait ends badly before its time, and what counts as a failure: --fail-fast,
// --degraded-grace, --strict.

#include "flags.hpp"
#include "invocation.hpp"

#include <argocdpp/wait.hpp>

#include <chrono>

namespace argocdpp::cli {

struct conduct_flags {
    std::chrono::nanoseconds degraded_grace = std::chrono::nanoseconds(0);
    bool fail_fast = false;
};

void describe_conduct(flag_set& flags, conduct_flags& given);
/// Throws `failure` for a grace below zero.
wait_conduct conduct_of(const invocation& call, const conduct_flags& given);

/// `where` says what else fails then.
void describe_strict(flag_set& flags, bool& is_strict, std::string_view where);

/// Throws `failure` where the last operation of the application failed.
void require_success(const proto::application& app, exit_code code);
/// "Operation has completed with phase: Failed: one or more objects failed to apply".
std::string told_end(const proto::operation_state& state);

} // namespace argocdpp::cli
