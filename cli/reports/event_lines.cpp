#include "event_lines.hpp"

#include "../views/time_text.hpp"
#include "report_text.hpp"

#include <argocdpp/proto/json.hpp>

#include <utility>

namespace argocdpp::cli {
namespace {

using proto::any;
using proto::object;

any time_of(std::int64_t unix_seconds) { return rfc3339(unix_seconds, time_zone::utc()); }

any list_of(const std::vector<std::string>& texts) {
    return proto::array(texts.begin(), texts.end());
}

/// Leaves out what is empty.
void add(object& members, std::string_view key, const std::string& text) {
    if (!text.empty())
        members.emplace_back(key, text);
}

any operation_of(const told_state& state) {
    object made;
    add(made, "phase", state.phase);
    add(made, "message", state.operation_message);
    made.emplace_back("revisions", list_of(state.operation_revisions));
    add(made, "startedAt", state.operation_started_at);
    add(made, "finishedAt", state.operation_finished_at);
    return made;
}

void add_state(object& members, const told_state& state) {
    object sync;
    add(sync, "status", state.sync);
    sync.emplace_back("revisions", list_of(state.revisions));
    members.emplace_back("sync", std::move(sync));
    object health;
    add(health, "status", state.health);
    add(health, "message", state.health_message);
    members.emplace_back("health", std::move(health));
    if (!state.phase.empty())
        members.emplace_back("operation", operation_of(state));
}

/// How something ended, and when.
template<class Record>
void add_ending(object& members, const Record& one) {
    members.emplace_back("outcome", one.outcome);
    members.emplace_back("exitCode", any::integer(one.code));
    members.emplace_back("message", one.message);
    members.emplace_back("startedAt", time_of(one.started_at));
    members.emplace_back("finishedAt", time_of(one.finished_at));
    members.emplace_back("durationSeconds", proto::number{seconds_text(one.took)});
}

} // namespace

any event_of(const resource_state& row) {
    object made;
    made.emplace_back("group", row.group);
    made.emplace_back("kind", row.kind);
    made.emplace_back("namespace", row.name_space);
    made.emplace_back("name", row.name);
    // As Argo CD has them: of a hook the columns hold other things.
    add(made, row.hook.empty() ? "status" : "hookPhase", row.status);
    add(made, row.hook.empty() && row.compared ? "health" : "result", row.health);
    add(made, "hookType", row.hook);
    add(made, "message", row.message);
    return made;
}

any event_of(const application_record& one) {
    object made;
    made.emplace_back("application", one.app);
    add_ending(made, one);
    made.emplace_back("revisions", list_of(one.state.revisions));
    if (one.was_seen)
        add_state(made, one.state);
    proto::array unready;
    for (const auto& row : one.unready)
        unready.push_back(event_of(row));
    made.emplace_back("unready", std::move(unready));
    return made;
}

any event_of(const run_record& run) {
    object made;
    made.emplace_back("command", run.command);
    add_ending(made, run);
    proto::array applications;
    for (const auto& one : run.applications)
        applications.push_back(event_of(one));
    made.emplace_back("applications", std::move(applications));
    return made;
}

void event_lines::tell(std::string_view type, object members) {
    object made;
    made.emplace_back("version", any::integer(events_version));
    made.emplace_back("type", type);
    made.emplace_back("time", time_of(time_.unix_seconds()));
    for (auto& member : members)
        made.push_back(std::move(member));
    target_->write_line(proto::write(made));
}

void event_lines::open() {
    object made;
    made.emplace_back("command", known_.record().command);
    tell("runStarted", std::move(made));
}

void event_lines::begun(const std::string& app) {
    told_.erase(app);
    object made;
    made.emplace_back("application", app);
    tell("applicationStarted", std::move(made));
}

void event_lines::seen(const std::string& app, const proto::application& state) {
    troubles_.erase(app);
    const auto now = told_state_of(state);
    const auto [told, is_new] = told_.try_emplace(app, now);
    if (!is_new && told->second == now)
        return;
    told->second = now;
    object made;
    made.emplace_back("application", app);
    add_state(made, now);
    tell("applicationChanged", std::move(made));
}

void event_lines::changed(const std::string& app, const std::vector<resource_state>& rows) {
    for (const auto& row : rows) {
        object made;
        made.emplace_back("application", app);
        made.emplace_back("resource", event_of(row));
        tell("resourceChanged", std::move(made));
    }
}

void event_lines::trouble(const std::string& app, const error& problem) {
    // Once per kind of trouble, not once per attempt.
    if (std::exchange(troubles_[app], problem.what()) == problem.what())
        return;
    object made;
    made.emplace_back("application", app);
    made.emplace_back("message", problem.what());
    tell("trouble", std::move(made));
}

void event_lines::ended(const application_ending& one) {
    if (const auto* record = known_.find(one.app))
        tell("applicationFinished", event_of(*record).members());
}

void event_lines::close() { tell("runFinished", event_of(known_.record()).members()); }

} // namespace argocdpp::cli
