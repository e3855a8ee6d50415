#pragma once
// --for-revision, --expect-revision and --refresh: not just any state of an application, but that
// of my commit.

#include "flags.hpp"
#include "invocation.hpp"
#include "time_limit.hpp"

#include <argocdpp/applications.hpp>

#include <optional>

namespace argocdpp::cli {

struct revision_options {
    text_list wanted;   ///< --for-revision
    text_list expected; ///< --expect-revision
    bool refresh = false;

    bool is_any() const { return refresh || !wanted.empty() || !expected.empty(); }
};

void describe_revision_wait(flag_set& flags, revision_options& given);
void describe_revision_sync(flag_set& flags, revision_options& given);

/// The commits that REV or SOURCE=REV stand for in an application, within the limit. Throws
/// `failure` and `error`.
task<std::optional<revision_goal>> goal_in_time(invocation& call, app_ref app, text_list texts,
                                                time_limit limit);

/// Ends a run whose revision was overtaken.
[[noreturn]] void fail_superseded(const app_ref& app, const overtaking& pair);

/// What a sync of these revisions starts from.
struct sync_start {
    proto::application app;            ///< compared with what is to be deployed
    std::optional<revision_goal> goal; ///< what the sync must deploy
    bool waits = false;                ///< until the application is synced to it
};

/// Has the server compare anew, and waits (--for-revision) until it compares with the wanted
/// revision, or refuses (--expect-revision) what it compares with. `before` is the application as
/// read; without any of the flags it is returned as it is.
task<sync_start> start_of_sync(invocation& call, app_ref app, const revision_options& given,
                               proto::application before, time_limit limit);
/// Makes the request deploy that commit and no other, where the server allows to name one.
void pin_revision(proto::sync_request& request, const sync_start& start);
/// Throws `failure` where the operation deployed something else.
void check_deployed(const app_ref& app, const sync_start& start, const proto::application& after);

} // namespace argocdpp::cli
