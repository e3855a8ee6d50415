#include "application_summary.hpp"

#include "joined_text.hpp"
#include "runes.hpp"
#include "table.hpp"

#include <algorithm>
#include <chrono>

namespace argocdpp::cli {

namespace {

void add_source(std::string& text, const proto::application_source& source) {
    add_summary_line(text, "- Repo:", source.repo_url);
    add_summary_line(text, "  Target:", source.target_revision);
    if (!source.path.empty())
        add_summary_line(text, "  Path:", source.path);
    if (!source.ref.empty())
        add_summary_line(text, "  Ref:", source.ref);
    if (source.helm && !source.helm->value_files.empty())
        add_summary_line(text, "  Helm Values:", joined(source.helm->value_files, ","));
    if (source.kustomize && !source.kustomize->name_prefix.empty())
        add_summary_line(text, "  Name Prefix:", source.kustomize->name_prefix);
}

/// A window that denies now, or windows that would allow, none of them now, stop automated syncs.
std::string_view window_status(const proto::application_sync_windows& windows) {
    const auto denies = [](const proto::sync_window& window) { return window.kind == "deny"; };
    const auto allows = [](const proto::sync_window& window) { return window.kind == "allow"; };
    const auto& active = windows.active_windows;
    const auto& assigned = windows.assigned_windows;
    const bool is_denied = std::any_of(active.begin(), active.end(), denies);
    const bool waits = active.empty() && std::any_of(assigned.begin(), assigned.end(), allows);
    if (!is_denied && !waits)
        return "Sync Allowed";
    return windows.can_sync ? "Manual Allowed" : "Sync Denied";
}

void add_windows(std::string& text, const proto::application_sync_windows* windows) {
    add_summary_line(text, "SyncWindow:", windows ? window_status(*windows) : "Sync Allowed");
    if (!windows || windows->assigned_windows.empty())
        return;
    std::vector<std::string> words;
    for (const proto::sync_window& window : windows->assigned_windows)
        words.push_back(window.kind + ":" + window.schedule + ":" + window.duration);
    add_summary_line(text, "Assigned Windows:", joined(words, ","));
}

/// A commit's name, whole or shortened.
bool is_commit(std::string_view revision) {
    return revision.size() >= 7 &&
           revision.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

std::string sync_text(const proto::application& app) {
    const std::string target = proto::first_source(app.spec).target_revision;
    const proto::sync_status& sync = app.status.sync;
    std::string text = sync.status;
    if (sync.status == proto::sync_code::synced)
        text += " to " + target;
    if (sync.status == proto::sync_code::out_of_sync)
        text += " from " + target;
    if (!is_commit(target) && sync.revision.size() > 7)
        text += " (" + sync.revision.substr(0, 7) + ")";
    return text;
}

/// The source that a position counted from 1 names; nothing where there is none.
std::optional<proto::application_source> source_at(const proto::application_spec& spec,
                                                   long long position) {
    if (!spec.has_multiple_sources())
        return proto::first_source(spec);
    if (position > static_cast<long long>(spec.sources.size()))
        return std::nullopt;
    return spec.sources[position > 1 ? static_cast<std::size_t>(position - 1) : 0];
}

std::string shortened(const std::string& value) {
    constexpr std::size_t limit = 80;
    if (rune_count(value) <= limit)
        return value;
    return std::string(rune_prefix(value, limit - 3)) + "...";
}

} // namespace

void add_summary_line(std::string& text, std::string_view label, std::string_view value) {
    constexpr std::size_t label_width = 20;
    text += label;
    if (label.size() < label_width)
        text.append(label_width - label.size(), ' ');
    text.append(value).append("\n");
}

void add_sources(std::string& text, const proto::application_spec& spec) {
    text += spec.has_multiple_sources() ? "Sources:\n" : "Source:\n";
    for (const proto::application_source& source : proto::sources_of(spec))
        add_source(text, source);
}

std::string application_summary(const proto::application& app, std::string_view url,
                                const proto::application_sync_windows* windows) {
    const proto::application_destination& destination = app.spec.destination;
    std::string text;
    add_summary_line(text, "Name:", proto::qualified_name(app));
    add_summary_line(text, "Project:", proto::project_of(app));
    add_summary_line(text,
                     "Server:", destination.server.empty() ? destination.name : destination.server);
    add_summary_line(text, "Namespace:", destination.name_space);
    add_summary_line(text, "URL:", url);
    add_sources(text, app.spec);
    add_windows(text, windows);
    const bool is_automated = proto::is_automated(app.spec);
    add_summary_line(text, "Sync Policy:",
                     !is_automated                    ? "Manual"
                     : proto::is_auto_prune(app.spec) ? "Automated (Prune)"
                                                      : "Automated");
    add_summary_line(text, "Sync Status:", sync_text(app));
    add_summary_line(text, "Health Status:", app.status.health.status);
    return text;
}

std::string application_conditions(const proto::application& app, const time_zone& zone) {
    std::string tabbed;
    add_row(tabbed, {"CONDITION", "MESSAGE", "LAST TRANSITION"});
    for (const proto::application_condition& condition : app.status.conditions)
        add_row(tabbed, {condition.type, condition.message,
                         time_text(condition.last_transition_time, zone)});
    return align(tabbed, 0, 2);
}

std::string operation_summary(const proto::operation_state& operation, std::int64_t now,
                              const time_zone& zone) {
    constexpr std::int64_t year_one = -62'135'596'800; // where Go's clock starts
    std::string text;
    if (const auto& result = operation.sync_result) {
        const bool has_many = !result->sources.empty() && !result->revisions.empty();
        add_summary_line(text, "Operation:", "Sync");
        add_summary_line(
            text, "Sync Revision:", has_many ? joined(result->revisions, ", ") : result->revision);
    }
    add_summary_line(text, "Phase:", operation.phase);
    add_summary_line(text, "Start:", time_text(operation.started_at, zone, zero_time));
    add_summary_line(text, "Finished:", time_text(operation.finished_at, zone));
    const std::int64_t start = parse_time(operation.started_at).value_or(year_one);
    const std::int64_t end = parse_time(operation.finished_at).value_or(now);
    // Go multiplies and overflows where the start is unknown; unsigned numbers may do so here.
    const std::uint64_t lasted = static_cast<std::uint64_t>(end - start) * 1'000'000'000U;
    add_summary_line(text, "Duration:",
                     duration_text(std::chrono::nanoseconds{static_cast<std::int64_t>(lasted)}));
    if (!operation.message.empty())
        add_summary_line(text, "Message:", operation.message);
    return text;
}

std::string source_parameters(const proto::application& app, long long source_position) {
    const auto source = source_at(app.spec, source_position);
    if (!source || !source->helm)
        return {};
    std::string tabbed;
    add_row(tabbed, {"NAME", "VALUE"});
    for (const proto::helm_parameter& parameter : source->helm->parameters)
        add_row(tabbed, {parameter.name, shortened(parameter.value)});
    return "\n\n" + align(tabbed, 0, 2);
}

} // namespace argocdpp::cli
