#include "application_selection.hpp"

#include "failure.hpp"
#include "go_values.hpp"

#include <array>
#include <limits>
#include <span>
#include <string_view>

namespace argocdpp::cli {
namespace {

// From good to bad, which is how they sort.
constexpr std::array<std::string_view, 3> sync_states = {"Synced", "OutOfSync", "Unknown"};
constexpr std::array<std::string_view, 6> health_states = {"Healthy", "Suspended", "Progressing",
                                                           "Missing", "Degraded",  "Unknown"};
constexpr std::array<std::string_view, 6> phases = {"None",        "Succeeded", "Running",
                                                    "Terminating", "Failed",    "Error"};

std::string sync_of(const proto::application& app) { return app.status.sync.status; }
std::string health_of(const proto::application& app) { return app.status.health.status; }
std::string phase_of(const proto::application& app) {
    return app.status.operation_state ? app.status.operation_state->phase : "None";
}

/// Before all values that are known stands none, behind them what is unknown.
std::string rank(std::span<const std::string_view> known, const std::string& value) {
    const auto at = std::find(known.begin(), known.end(), value) - known.begin();
    return value.empty() ? "" : static_cast<char>('a' + at) + value;
}

struct sort_field {
    std::string_view name;
    std::string_view path;
    std::string (*key)(const proto::application&);
};

constexpr std::array<sort_field, 9> fields = {{
    {"name", "metadata.name", [](const proto::application& app) { return app.metadata.name; }},
    {"namespace", "spec.destination",
     [](const proto::application& app) { return app.spec.destination.name_space; }},
    {"project", "spec.project",
     [](const proto::application& app) { return proto::project_of(app); }},
    {"cluster", "spec.destination",
     [](const proto::application& app) {
         const auto& to = app.spec.destination;
         return to.server.empty() ? to.name : to.server;
     }},
    {"sync-status", "status.sync.status",
     [](const proto::application& app) { return rank(sync_states, sync_of(app)); }},
    {"health", "status.health",
     [](const proto::application& app) { return rank(health_states, health_of(app)); }},
    {"operation-phase", "status.operationState.phase",
     [](const proto::application& app) { return rank(phases, phase_of(app)); }},
    {"created", "metadata.creationTimestamp",
     [](const proto::application& app) { return app.metadata.creation_timestamp; }},
    {"finished", "status.operationState.finishedAt",
     [](const proto::application& app) {
         const auto& state = app.status.operation_state;
         return state ? state->finished_at : std::string();
     }},
}};

[[noreturn]] void refuse(std::string_view flag, const std::string& value,
                         const std::string& choices) {
    throw failure(exit_code::error, "unknown --" + std::string(flag) + " " + go_quote(value) +
                                        "; there are: " + choices);
}

template<class Range, class Name>
std::string listed(const Range& values, Name name) {
    std::string text;
    for (const auto& value : values)
        text.append(text.empty() ? "" : ", ").append(std::invoke(name, value));
    return text;
}

char lowered(char sign) {
    return sign >= 'A' && sign <= 'Z' ? static_cast<char>(sign - 'A' + 'a') : sign;
}

bool is_same(std::string_view one, std::string_view other) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                      [](char left, char right) { return lowered(left) == lowered(right); });
}

/// The values as Argo CD spells them.
text_list known_values(std::string_view flag, const text_list& given,
                       std::span<const std::string_view> known) {
    text_list values;
    for (const auto& value : given) {
        const auto at = std::find_if(known.begin(), known.end(),
                                     [&](std::string_view one) { return is_same(one, value); });
        if (at == known.end())
            refuse(flag, value, listed(known, std::identity()));
        values.emplace_back(*at);
    }
    return values;
}

bool is_one_of(const text_list& wanted, const std::string& value) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

std::optional<bool> truth_of(const std::string& text) {
    if (text.empty())
        return std::nullopt;
    if (text != "true" && text != "false")
        refuse("auto-sync", text, "true, false");
    return text == "true";
}

} // namespace

void describe_selection(flag_set& flags, selection_options& given) {
    flags.add(given.auto_sync, "auto-sync", 0, "only applications with automated sync, or without")
        .one_of("true false")
        .or_variable();
    flags
        .add_csv(given.health, "health", 0,
                 "only applications in one of these states, e.g. Degraded,Missing")
        .one_of("Healthy Suspended Progressing Missing Degraded Unknown")
        .or_variable();
    flags.add(given.limit, "limit", 0, "no more than so many applications; 0 for all")
        .or_variable();
    flags
        .add_csv(given.phases, "operation-phase", 0,
                 "only applications whose last operation is in one of these phases")
        .one_of("None Succeeded Running Terminating Failed Error")
        .or_variable();
    flags
        .add_csv(given.sort, "sort", 0,
                 "sort by these fields, each downwards with - in front, e.g. health,-created")
        .one_of("name namespace project cluster sync-status health operation-phase created "
                "finished")
        .or_variable();
    flags
        .add_csv(given.sync_states, "sync-status", 0,
                 "only applications in one of these states, e.g. OutOfSync")
        .one_of("Synced OutOfSync Unknown")
        .or_variable();
}

application_selection::application_selection(const selection_options& given)
    : sync_states_(known_values("sync-status", given.sync_states, sync_states))
    , health_(known_values("health", given.health, health_states))
    , phases_(known_values("operation-phase", given.phases, phases))
    , auto_sync_(truth_of(given.auto_sync))
    , limit_(given.limit == 0 ? std::numeric_limits<std::size_t>::max()
                              : static_cast<std::size_t>(given.limit)) {
    if (given.limit < 0)
        throw failure(exit_code::error, "--limit can't be negative");
    for (const auto& one : given.sort) {
        const bool is_descending = one.starts_with('-');
        const auto at = std::find_if(fields.begin(), fields.end(), [&](const sort_field& field) {
            return field.name == std::string_view(one).substr(is_descending ? 1 : 0);
        });
        if (at == fields.end())
            refuse("sort", one, listed(fields, &sort_field::name));
        order_.push_back({static_cast<std::size_t>(at - fields.begin()), is_descending});
    }
}

bool application_selection::has_filter() const {
    return !(sync_states_.empty() && health_.empty() && phases_.empty() && !auto_sync_);
}

bool application_selection::wants(const proto::application& app) const {
    return is_one_of(sync_states_, sync_of(app)) && is_one_of(health_, health_of(app)) &&
           is_one_of(phases_, phase_of(app)) &&
           (!auto_sync_ || *auto_sync_ == proto::is_automated(app.spec));
}

std::vector<std::string> application_selection::paths() const {
    std::vector<std::string> needed;
    if (!sync_states_.empty())
        needed.emplace_back("status.sync.status");
    if (!health_.empty())
        needed.emplace_back("status.health");
    if (!phases_.empty())
        needed.emplace_back("status.operationState.phase");
    if (auto_sync_)
        needed.emplace_back("spec.syncPolicy");
    for (const auto& step : order_)
        needed.emplace_back(fields[step.field].path);
    return needed;
}

std::vector<std::string> application_selection::keys(const proto::application& app) const {
    std::vector<std::string> made;
    for (const auto& step : order_)
        made.push_back(fields[step.field].key(app));
    return made;
}

bool application_selection::comes_before(const std::vector<std::string>& one,
                                         const std::vector<std::string>& other) const {
    for (std::size_t at = 0; at < order_.size(); ++at)
        if (one[at] != other[at])
            return (one[at] < other[at]) != order_[at].is_descending;
    return false;
}

} // namespace argocdpp::cli
