#include "run_record.hpp"

#include <argocdpp/proto/application.hpp>
#include <argocdpp/unready.hpp>

#include <algorithm>
#include <utility>

namespace argocdpp::cli {
namespace {

std::vector<std::string> all_revisions(const std::vector<std::string>& several,
                                       const std::string& one) {
    if (!several.empty() || one.empty())
        return several;
    return {one};
}

auto* find_in(auto& applications, std::string_view app) {
    const auto found = std::ranges::find(applications, app, &application_record::app);
    return found == applications.end() ? nullptr : &*found;
}

} // namespace

told_state told_state_of(const proto::application& app) {
    const auto& status = app.status;
    told_state made;
    made.sync = status.sync.status;
    made.revisions = all_revisions(status.sync.revisions, status.sync.revision);
    made.health = status.health.status;
    made.health_message = status.health.message;
    if (!status.operation_state)
        return made;
    const auto& operation = *status.operation_state;
    made.phase = operation.phase;
    made.operation_message = operation.message;
    made.operation_started_at = operation.started_at;
    made.operation_finished_at = operation.finished_at;
    if (operation.sync_result)
        made.operation_revisions =
            all_revisions(operation.sync_result->revisions, operation.sync_result->revision);
    return made;
}

std::string application_record::reason() const {
    if (!proto::phase::is_failure(state.phase) || state.operation_message.empty())
        return message;
    return message + (message.empty() ? "" : ": ") + state.operation_message;
}

bool run_record::has_failed_application() const {
    return std::ranges::any_of(applications, &application_record::is_failure);
}

run_recorder::run_recorder(clock& time, std::string command)
    : time_(time)
    , since_(time.now()) {
    record_.command = std::move(command);
    record_.started_at = time.unix_seconds();
}

const application_record* run_recorder::find(std::string_view app) const {
    return find_in(record_.applications, app);
}

application_record* run_recorder::find_mutable(std::string_view app) {
    return find_in(record_.applications, app);
}

application_record& run_recorder::found_or_added(const std::string& app) {
    auto* found = find_mutable(app);
    if (!found) {
        found = &record_.applications.emplace_back();
        found->app = app;
        found->started_at = time_.unix_seconds();
        found->since = time_.now();
    }
    return *found;
}

void run_recorder::begun(const std::string& app) {
    auto& one = found_or_added(app);
    one.outcome = is_running;
    one.changed = time_.now();
}

void run_recorder::seen(const std::string& app, const proto::application& state) {
    auto* one = find_mutable(app);
    if (!one)
        return;
    one->was_seen = true;
    one->resources = resource_states(state).size();
    one->unready = unready_resources(state);
    auto told = told_state_of(state);
    if (std::exchange(one->state, told) != told)
        one->changed = time_.now();
}

void run_recorder::changed(const std::string& app, const std::vector<resource_state>&) {
    if (auto* one = find_mutable(app))
        one->changed = time_.now();
}

void run_recorder::ended(const application_ending& end) {
    auto& one = found_or_added(end.app);
    one.outcome = name_of(end.how);
    one.code = end.code;
    one.message = end.message;
    one.took = time_.now() - one.since;
    one.finished_at = time_.unix_seconds();
}

void run_recorder::close(std::string_view outcome, int code, std::string message) {
    for (auto& one : record_.applications) {
        if (one.is_over())
            continue;
        one.outcome = outcome;
        one.code = code;
        one.message = message;
        one.took = time_.now() - one.since;
        one.finished_at = time_.unix_seconds();
    }
    record_.outcome = outcome;
    record_.code = code;
    record_.message = std::move(message);
    record_.took = time_.now() - since_;
    record_.finished_at = time_.unix_seconds();
}

} // namespace argocdpp::cli
