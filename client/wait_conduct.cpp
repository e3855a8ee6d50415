#include <argocdpp/wait_conduct.hpp>

#include <algorithm>

namespace argocdpp {
namespace {

namespace health_code = proto::health_code;

std::string name_of(const resource_state& row) {
    return row.group + "/" + row.kind + "/" + row.name_space + "/" + row.name;
}

/// What is Degraded; the application itself, whose health is made of theirs, only where no resource
/// is.
std::vector<std::string> degraded_parts(const proto::application& app,
                                        const std::vector<resource_selector>& selectors) {
    std::vector<std::string> found;
    for (const auto& row : resource_states(app, selectors))
        if (row.health == health_code::degraded)
            found.push_back(name_of(row));
    if (found.empty() && selectors.empty() && app.status.health.status == health_code::degraded)
        found.emplace_back();
    return found;
}

/// Whether the server is about to sync again by itself: there is something newer than what failed.
bool is_sync_due(const proto::application& app, const proto::operation_state& failed) {
    const auto& now = app.status.sync;
    if (!proto::is_automated(app.spec) || now.status != proto::sync_code::out_of_sync ||
        !failed.operation.sync)
        return false;
    const auto& sync = *failed.operation.sync;
    return sync.revisions.empty() ? sync.revision != now.revision : sync.revisions != now.revisions;
}

/// Whether the last operation failed, was no preview, and is not followed by another.
bool has_failed_for_good(const proto::application& app) {
    const auto& state = app.status.operation_state;
    if (app.operation || !state || !has_failed(*state) || state->operation.is_dry_run())
        return false;
    // The comparison after its end may show that all is well, and what comes next. RFC 3339 in
    // UTC, whole seconds: text order is time order.
    return app.status.reconciled_at >= state->finished_at && !is_sync_due(app, *state);
}

} // namespace

conduct_judge::verdict conduct_judge::see(proto::application& app, bool is_satisfied,
                                          time_point now) {
    if (has_grace())
        note_degraded(app, now);
    if (conduct_.operation)
        return follow(app, is_satisfied);
    const bool has_failed = conduct_.fail_fast && !is_satisfied && has_failed_for_good(app);
    return has_failed ? verdict::operation_failed : verdict::none;
}

conduct_judge::verdict conduct_judge::follow(proto::application& app, bool is_satisfied) {
    const auto is_bad = [&](const proto::application& end) {
        return conduct_.fail_fast && has_failed(*end.status.operation_state);
    };
    switch (conduct_.operation->see(app)) {
    case track_state::ended:
        at_end_ = app;
        if (is_bad(app))
            return verdict::operation_failed;
        return is_satisfied ? verdict::met : verdict::none;
    case track_state::overtaken:
        if (!at_end_)
            return verdict::overtaken;
        app = std::move(*at_end_);
        return verdict::met;
    default:
        return verdict::none;
    }
}

void conduct_judge::note_degraded(const proto::application& app, time_point now) {
    const auto found = degraded_parts(app, resources_);
    std::erase_if(degraded_, [&](const degraded_part& part) {
        return std::ranges::find(found, part.name) == found.end();
    });
    for (const auto& name : found)
        if (std::ranges::find(degraded_, name, &degraded_part::name) == degraded_.end())
            degraded_.push_back({name, now});
}

bool conduct_judge::is_grace_over(time_point now) const {
    return std::ranges::any_of(degraded_, [&](const degraded_part& part) {
        return now - part.since >= *conduct_.degraded_grace;
    });
}

time_point conduct_judge::next_look(time_point now) const {
    if (!has_grace())
        return time_point::max();
    auto since = now;
    for (const auto& part : degraded_)
        since = std::min(since, part.since);
    return since + *conduct_.degraded_grace;
}

} // namespace argocdpp
