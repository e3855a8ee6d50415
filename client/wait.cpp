#include "passing_failure.hpp"
#include "resource_version.hpp"

#include <argocdpp/proto/event.hpp>
#include <argocdpp/wait.hpp>

#include <algorithm>

namespace argocdpp {
namespace {

namespace health_code = proto::health_code;
namespace sync_code = proto::sync_code;

bool is_health_met(const wait_conditions& conditions, std::string_view health) {
    if (!conditions.health && !conditions.suspended && !conditions.degraded)
        return true;
    return (conditions.health && health == health_code::healthy) ||
           (conditions.suspended && health == health_code::suspended) ||
           (conditions.degraded && health == health_code::degraded);
}

bool is_sync_met(const wait_conditions& conditions, std::string_view sync) {
    return !conditions.sync || sync == sync_code::synced;
}

bool is_row_met(const wait_conditions& conditions, const resource_state& row) {
    // Hooks and pruned resources have neither health nor sync status; the official CLI waits for
    // both for ever. What counts for them is that they succeeded.
    if (!row.compared)
        return row.status == proto::phase::succeeded || !(conditions.sync || conditions.health);
    // Kinds without health (a ConfigMap) can never be "Healthy"; the official CLI hangs on them.
    const bool has_no_health = row.health.empty() && conditions.health;
    return (has_no_health || is_health_met(conditions, row.health)) &&
           is_sync_met(conditions, row.status);
}

bool is_hydrated(const proto::application& app) {
    const auto& current = app.status.source_hydrator.current_operation;
    const auto& last = app.status.source_hydrator.last_successful_operation;
    return current && last && current->phase == "Hydrated" &&
           current->source_hydrator == last->source_hydrator && current->dry_sha == last->dry_sha;
}

std::vector<resource_state>::iterator find_same(std::vector<resource_state>& rows,
                                                const resource_state& row) {
    return std::find_if(rows.begin(), rows.end(),
                        [&](const auto& other) { return other.is_same_resource(row); });
}

/// A hook of several phases has several rows; what changes on the way is their sum.
std::vector<resource_state> one_row_each(const std::vector<resource_state>& rows) {
    std::vector<resource_state> made;
    for (const auto& row : rows) {
        const auto same = find_same(made, row);
        if (same == made.end())
            made.push_back(row);
        else
            same->merge(row);
    }
    return made;
}

} // namespace

bool is_operation_in_progress(const proto::application& app) {
    if (app.operation)
        return true;
    const auto& last = app.status.operation_state;
    if (!last)
        return false;
    if (last->finished_at.empty())
        return true;
    // RFC 3339 in UTC, whole seconds, as the server writes it: text order is time order.
    return !last->operation.is_dry_run() && app.status.reconciled_at < last->finished_at;
}

bool is_satisfied(const proto::application& app, const wait_conditions& conditions,
                  const std::vector<resource_selector>& selectors) {
    if (conditions.deletion)
        return false;
    if (conditions.operation && is_operation_in_progress(app))
        return false;
    if (conditions.hydrated && !is_hydrated(app))
        return false;
    if (selectors.empty())
        return is_health_met(conditions, app.status.health.status) &&
               is_sync_met(conditions, app.status.sync.status);
    const auto rows = resource_states(app, selectors);
    return std::all_of(rows.begin(), rows.end(),
                       [&](const resource_state& row) { return is_row_met(conditions, row); });
}

wait_machine::wait_machine(wait_options options, time_point now)
    : options_(std::move(options))
    , judge_(std::move(options_.conduct), options_.resources)
    , deadline_(options_.timeout == duration::zero() ? time_point::max() : now + options_.timeout)
    , stream_(now) {
    if (options_.known) {
        seen_ = true;
        result_.app = std::move(*options_.known);
    }
    if (options_.revision) {
        revision_.emplace(*options_.revision, now);
        if (!options_.revision->only_compared)
            options_.conditions.sync = options_.conditions.operation = true;
    }
    read_soon(now);
}

std::vector<resource_state> wait_machine::on_read(proto::application app, time_point now) {
    const bool recreated = seen_ && app.metadata.uid != result_.app.metadata.uid;
    last_read_ = now;
    ++reads_;
    denied_since_.reset();
    if (recreated && options_.conditions.deletion) {
        done_ = wait_outcome::deleted;
        return {};
    }
    if (is_event_since_read_ && is_outdated(app))
        return {};
    return observe(std::move(app), now);
}

std::vector<resource_state> wait_machine::on_event(std::string_view type, proto::application app,
                                                   time_point now) {
    if (type == proto::event_type::deleted) {
        // Another application of that name may have been deleted before ours was read.
        if (options_.conditions.deletion && app.metadata.uid == result_.app.metadata.uid) {
            result_.app = std::move(app);
            done_ = wait_outcome::deleted;
        } else if (!options_.conditions.deletion) {
            read_soon(now); // to learn whether it is really gone
        }
        return {};
    }
    if (is_outdated(app))
        return {};
    is_event_since_read_ = true;
    if (app.metadata.uid != result_.app.metadata.uid && options_.conditions.deletion) {
        read_soon(now); // it has a predecessor or a successor, and only a read tells which
        return {};
    }
    return observe(std::move(app), now);
}

bool wait_machine::is_at_revision(const proto::application& app) const {
    return !revision_ || is_compared_with(app, revision_->goal());
}

bool wait_machine::is_met(const proto::application& app) const {
    if (is_at_revision(app) && is_satisfied(app, options_.conditions, options_.resources))
        return true;
    const auto& operation = app.status.operation_state;
    return revision_ && revision_->goal().ends_with_operation && operation &&
           !is_operation_in_progress(app) &&
           (operation->phase != proto::phase::succeeded || pruning_required(*operation) > 0);
}

void wait_machine::on_refreshed(const proto::application& app, time_point now) {
    revision_->on_refreshed(app, now);
    if (!revision_->overtaken())
        return;
    result_.overtaken = revision_->overtaken();
    done_ = wait_outcome::superseded;
}

std::vector<resource_state> wait_machine::observe(proto::application app, time_point now) {
    unreachable_since_.reset();
    seen_ = true;
    ++states_;
    result_.app = std::move(app);
    result_.failure.reset();
    const auto& now_seen = result_.app;
    if (now_seen.operation && !now_seen.operation->is_dry_run())
        result_.saw_operation = true;
    if (revision_)
        revision_->on_seen(now_seen);
    if (is_ended_by(result_.app, now))
        return {};
    std::vector<resource_state> changed;
    for (const auto& row : one_row_each(resource_states(now_seen, options_.resources))) {
        const auto known = find_same(rows_, row);
        if (known == rows_.end()) {
            rows_.push_back(row);
            changed.push_back(row);
            continue;
        }
        // What was deployed before may fall ill; that says nothing of what is waited for.
        if (is_at_revision(now_seen) && options_.conditions.health && !judge_.has_grace() &&
            row.health == health_code::degraded && known->health != health_code::degraded &&
            known->health != health_code::unknown) {
            result_.health_before = known->health;
            done_ = wait_outcome::degraded;
            return changed;
        }
        if (known->merge(row))
            changed.push_back(*known);
    }
    return changed;
}

bool wait_machine::is_ended_by(proto::application& app, time_point now) {
    using verdict = conduct_judge::verdict;
    const bool satisfied = is_met(app);
    switch (judge_.see(app, satisfied, now)) {
    case verdict::met:
        // The operation tracked is over, and may have been followed by one to another revision.
        done_ = is_at_revision(app) ? wait_outcome::met : wait_outcome::overtaken;
        break;
    case verdict::operation_failed:
        // One that was to deploy something else says nothing of what is waited for.
        if (!revision_ || are_wanted(app.spec, operation_revisions(app), revision_->goal()))
            done_ = wait_outcome::operation_failed;
        break;
    case verdict::overtaken:
        done_ = wait_outcome::overtaken;
        break;
    case verdict::none:
        if (satisfied && !judge_.is_tracking())
            done_ = wait_outcome::met;
    }
    if (!done_)
        on_time(now);
    return done_.has_value();
}

void wait_machine::on_time(time_point now) {
    if (!done_ && is_at_revision(result_.app) && judge_.is_grace_over(now))
        done_ = wait_outcome::degraded;
}

bool wait_machine::is_outdated(const proto::application& app) const {
    return app.metadata.uid == result_.app.metadata.uid &&
           is_older(app.metadata.resource_version, result_.app.metadata.resource_version);
}

void wait_machine::read_soon(time_point now) { last_read_ = now - options_.longest_poll; }

bool wait_machine::is_read_due(time_point now) const {
    return now - last_read_ >= options_.shortest_poll;
}

bool wait_machine::is_read_overdue(time_point now) const {
    return now - last_read_ >= options_.longest_poll;
}

void wait_machine::fail(const error& failure) {
    result_.failure = failure;
    done_ = wait_outcome::failed;
}

void wait_machine::on_read_failed(const error& failure, time_point now) {
    last_read_ = now;
    ++reads_;
    result_.failure = failure;
    if (failure.kind != error_kind::denied)
        denied_since_.reset();
    if (failure.kind == error_kind::not_found && options_.conditions.deletion && seen_) {
        done_ = wait_outcome::deleted;
    } else if (failure.kind == error_kind::denied) {
        if (!seen_ || (denied_since_ && now - *denied_since_ >= longest_denial))
            fail(failure);
        else if (!denied_since_)
            denied_since_ = now;
    } else if (!may_pass(failure) || (!seen_ && failure.first_contact)) {
        // What is wrong from the start is the user's to mend; a server that has answered before is
        // restarting, say, between the request for a sync and the first look at it.
        fail(failure);
    } else if (!unreachable_since_) {
        unreachable_since_ = now;
    } else if (deadline_ == time_point::max() && now - *unreachable_since_ >= options_.patience) {
        fail(failure);
    }
}

void wait_machine::on_stream_lost(const error* failure, time_point now) {
    stream_.on_lost(now);
    if (failure)
        read_soon(now); // a plain call says better what is the matter
}

time_point wait_machine::next_read(double random) const {
    // Soon after the start, when most waits end, and then less and less often.
    auto interval = options_.shortest_poll;
    for (int i = 1; i < reads_ && interval < options_.longest_poll; ++i)
        interval += interval / 2;
    interval = std::min(interval, options_.longest_poll);
    const auto spread = interval - options_.shortest_poll;
    const auto share = std::chrono::duration_cast<duration>(spread * random);
    return std::min(last_read_ + options_.shortest_poll + share, deadline_);
}

const std::string& wait_machine::resource_version() const {
    return result_.app.metadata.resource_version;
}

const std::string& wait_machine::project() const { return result_.app.spec.project; }

wait_result wait_machine::result() && {
    result_.outcome = done_.value_or(wait_outcome::timed_out);
    return std::move(result_);
}

} // namespace argocdpp
