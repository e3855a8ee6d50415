#pragma once
// How `app sync` starts a sync and sees it to its end, also where the application is busy and where
// the time is up or a signal comes: --if-busy, --terminate-on-timeout.

#include "application_follow.hpp"
#include "conduct_flags.hpp"
#include "sync_window_stop.hpp"

#include <optional>
#include <string>

namespace argocdpp::cli {

struct sync_conduct_flags {
    conduct_flags wait;
    std::string if_busy = "fail";
    bool terminate_on_timeout = false;
    bool is_strict = false;
};

void describe_sync_conduct(flag_set& flags, sync_conduct_flags& given);
/// Throws `failure` for values that there are none of.
void check_sync_conduct(const invocation& call, const sync_conduct_flags& given);

/// One sync, and how to follow it.
struct sync_order {
    proto::sync_request request;
    proto::application before; ///< as read last
    follow_request follow;     ///< of the application, all set but the conduct
    bool is_async = false;     ///< start it only
    window_options windows = {};
};

/// The application after the sync; nothing where it was only to be started. Throws `failure`.
task<std::optional<followed>> conduct_sync(invocation& call, sync_order order,
                                           sync_conduct_flags given);

} // namespace argocdpp::cli
