#pragma once
// Following an application on the terminal: rows as they change, then the state it ended in.

#include "invocation.hpp"
#include "time_limit.hpp"

#include <argocdpp/applications.hpp>

#include <string>

namespace argocdpp::cli {

struct follow_request {
    app_ref app;
    time_limit limit;
    wait_options options = {};   ///< all but the timeout, which is what is left of the limit
    std::string output = "wide"; ///< wide, json, yaml, tree, tree=detailed
    bool is_live = false;        ///< on a terminal, the tree is drawn meanwhile
    std::string told_as = {};    ///< what listeners call it; empty where that is its name
    /// With --fail-fast: `app sync` has one of its own.
    exit_code code_of_failed_operation = exit_code::error;
};

/// What is to be followed, from now on; made before anything is asked of the application, so that
/// a bad setting is told in time. Throws `failure`.
follow_request begin_following(invocation& call, app_ref app, std::chrono::seconds timeout);

/// Waits and prints as the official CLI does. Returns the application as it was when the conditions
/// were met, with `app` as printed last in `latest`. Throws `failure` where they were not met.
struct followed {
    proto::application met;    ///< decides what became of the operation
    proto::application latest; ///< read again after an operation
    /// Nothing was printed: another operation came after the tracked one before its end was seen.
    bool is_overtaken = false;
};
task<followed> follow_application(invocation& call, follow_request request);

/// The application as it is before something is asked of it, within the limit.
task<proto::application> application_in_time(invocation& call, app_ref app, time_limit limit);
/// What time_limit::hold says of a change that was sent and not answered.
std::string unanswered(std::string_view change, const app_ref& app);

} // namespace argocdpp::cli
