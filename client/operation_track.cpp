#include "resource_version.hpp"

#include <argocdpp/operation_track.hpp>

#include <algorithm>
#include <tuple>

namespace argocdpp {
namespace {

bool is_commit(std::string_view revision) {
    return revision.size() == 40 &&
           revision.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

bool is_same_resource(const proto::sync_operation_resource& one,
                      const proto::sync_operation_resource& other) {
    return std::tie(one.group, one.kind, one.name, one.name_space) ==
           std::tie(other.group, other.kind, other.name, other.name_space);
}

bool is_same_info(const proto::info& one, const proto::info& other) {
    return one.name == other.name && one.value == other.value;
}

/// Who began it; the controller counts as nobody.
std::string initiator_of(const proto::operation& some) {
    return some.initiated_by && !some.initiated_by->automated ? some.initiated_by->username : "";
}

/// What of a sync never changes. A retry may take up a newer revision.
bool is_same_sync(const proto::sync_operation& one, const proto::sync_operation& other,
                  bool may_move) {
    return one.dry_run == other.dry_run && one.prune == other.prune &&
           (may_move || (one.revision == other.revision && one.revisions == other.revisions)) &&
           std::ranges::equal(one.resources, other.resources, is_same_resource);
}

bool is_same(const proto::operation& one, const proto::operation& other) {
    if (one.sync.has_value() != other.sync.has_value() ||
        initiator_of(one) != initiator_of(other) ||
        !std::ranges::equal(one.infos, other.infos, is_same_info))
        return false;
    const bool may_move = one.retry && one.retry->refresh;
    return !one.sync || is_same_sync(*one.sync, *other.sync, may_move);
}

/// Whether the last operation is over: what is to be tried again has an end, and goes on.
bool is_over(const proto::application& app) {
    const auto& state = app.status.operation_state;
    return !app.operation && state && !state->finished_at.empty();
}

} // namespace

bool is_like(const proto::operation& found, const proto::sync_request& request) {
    if (!found.sync || (found.initiated_by && found.initiated_by->automated))
        return false;
    const auto& sync = *found.sync;
    const auto has = [&](const std::string& revision) {
        return !is_commit(revision) ||
               std::ranges::find(sync.revisions, revision) != sync.revisions.end();
    };
    return std::ranges::all_of(request.revisions, has) && sync.dry_run == request.dry_run &&
           sync.prune == request.prune && sync.resources.size() == request.resources.size() &&
           (!is_commit(request.revision) || sync.revision == request.revision);
}

bool was_taken(const proto::application& before, const proto::application& now,
               const proto::sync_request& request) {
    if (now.operation && !before.operation)
        return is_like(*now.operation, request);
    const auto& state = now.status.operation_state;
    if (!state || (before.status.operation_state &&
                   before.status.operation_state->started_at == state->started_at))
        return false;
    return is_like(state->operation, request);
}

bool has_failed(const proto::operation_state& state) {
    return proto::phase::is_failure(state.phase);
}

operation_track::operation_track(const proto::application& before, proto::sync_request request)
    : uid_(before.metadata.uid)
    , request_(std::move(request)) {
    if (before.status.operation_state)
        started_before_ = before.status.operation_state->started_at;
}

operation_track::operation_track(const proto::application& busy)
    : uid_(busy.metadata.uid) {
    taken(busy);
    see(busy);
}

void operation_track::taken(const proto::application& answer) {
    is_taken_ = true;
    version_ = answer.metadata.resource_version;
    const auto& state = answer.status.operation_state;
    if (answer.operation)
        like_ = answer.operation;
    else if (state && state->started_at != started_before_)
        like_ = state->operation;
}

bool operation_track::is_it(const proto::operation& found) const {
    return like_ ? is_same(found, *like_) : is_like(found, request_);
}

track_state operation_track::see(const proto::application& app) {
    if (is_older(app.metadata.resource_version, version_))
        return state_;
    if (app.metadata.uid != uid_)
        return state_ = track_state::overtaken;
    const auto& state = app.status.operation_state;
    if (started_.empty())
        state_ = see_unstarted(app);
    else if (!state || state->started_at != started_)
        state_ = track_state::overtaken;
    else
        state_ = is_over(app) ? track_state::ended : track_state::running;
    return state_;
}

track_state operation_track::see_unstarted(const proto::application& app) {
    const auto& state = app.status.operation_state;
    const auto missed = is_taken_ ? track_state::overtaken : track_state::unseen;
    // The server forgets the state of the one before when it takes the next.
    const bool is_news =
        state && (state->started_at != started_before_ || (is_taken_ && !version_.empty()));
    if (is_news && is_it(state->operation)) {
        started_ = state->started_at;
        return is_over(app) ? track_state::ended : track_state::running;
    }
    if (!state && app.operation && is_it(*app.operation))
        return track_state::running;
    if (state && !is_news)
        return track_state::unseen;
    return missed;
}

} // namespace argocdpp
