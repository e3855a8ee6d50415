#pragma once
// --fail-on-sync-window: what a sync window holds up ends at once, and says when one may sync.

#include "application_follow.hpp"
#include "flags.hpp"
#include "invocation.hpp"

namespace argocdpp::cli {

struct window_options {
    bool fails = false;
};

void describe_window_stop(flag_set& flags, window_options& given);

/// Sends a sync. Where it is asked for, a refusal because of a window becomes the `failure` that
/// says until when.
task<void> sync_within_windows(invocation& call, app_ref app, task<void> sync,
                               window_options given);

/// As follow_application. Where it is asked for, throws that `failure` as soon as the operation
/// stands still because of a window (it stays at the server, and the failure says so), or where one
/// forbids the automated sync that is waited for: before the wait, or within a minute of its
/// closing.
task<followed> follow_within_windows(invocation& call, follow_request request,
                                     window_options given);

} // namespace argocdpp::cli
