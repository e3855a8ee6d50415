#include "pod_state.hpp"

#include <string_view>

namespace argocdpp {
namespace {

std::string text(const proto::any* from, std::string_view key) {
    const auto* found = from ? from->find(key) : nullptr;
    return found && found->is_string() ? found->string() : "";
}

long long count(const proto::any* from, std::string_view key) {
    const auto* found = from ? from->find(key) : nullptr;
    return found && found->is_number() ? found->num().integer().value_or(0) : 0;
}

bool is_true(const proto::any* from, std::string_view key) {
    const auto* found = from->find(key);
    return found && found->is_bool() && found->boolean();
}

const proto::array& list(const proto::any* from, std::string_view key) {
    static const proto::array none;
    const auto* found = from ? from->find(key) : nullptr;
    return found && found->is_array() ? found->items() : none;
}

/// "exit code 1, Error: no such file".
std::string end_text(const proto::any& terminated) {
    auto made = "exit code " + std::to_string(count(&terminated, "exitCode"));
    if (const auto reason = text(&terminated, "reason"); !reason.empty())
        made += ", " + reason;
    if (const auto message = text(&terminated, "message"); !message.empty())
        made += ": " + message;
    return made;
}

/// "restarted 5 times, last ended with exit code 1"; empty for a first run.
std::string restarts_text(long long restarts, const proto::any* last_end) {
    std::string made;
    if (restarts > 0)
        made = "restarted " + std::to_string(restarts) + (restarts == 1 ? " time" : " times");
    if (last_end)
        made += (made.empty() ? "" : ", ") + ("last ended with " + end_text(*last_end));
    return made;
}

void look_at(const proto::any& status, pod_state& into) {
    const auto name = text(&status, "name");
    const auto* state = status.find("state");
    const auto* last = status.find("lastState");
    const auto* last_end = last ? last->find("terminated") : nullptr;
    const auto* waiting = state ? state->find("waiting") : nullptr;
    const auto* ended = state ? state->find("terminated") : nullptr;
    const auto restarts = count(&status, "restartCount");
    std::string what;
    if (waiting) {
        what = text(waiting, "reason");
        if (const auto message = text(waiting, "message"); !message.empty())
            what += ": " + message;
        if (last_end)
            into.containers.push_back({name, true});
    } else if (ended && count(ended, "exitCode") != 0) {
        what = "ended with " + end_text(*ended);
        into.containers.push_back({name, false});
    } else if (!ended && state && state->find("running") && !is_true(&status, "ready")) {
        what = "runs, but is not ready";
        into.containers.push_back({name, restarts > 0 && last_end});
    }
    if (what.empty())
        return;
    const auto before = restarts_text(restarts, last_end);
    into.reasons.push_back("container " + name + ": " + what +
                           (before.empty() ? "" : "; " + before));
}

/// "Unschedulable: 0/3 nodes are available".
void look_at_condition(const proto::any& condition, pod_state& into) {
    const auto message = text(&condition, "message");
    if (text(&condition, "status") == "False" && !message.empty())
        into.reasons.push_back(text(&condition, "reason") + ": " + message);
}

} // namespace

pod_state state_of_pod(const proto::any& manifest) {
    pod_state made;
    const auto* status = manifest.find("status");
    if (!status)
        return made;
    if (const auto reason = text(status, "reason"); !reason.empty())
        made.reasons.push_back(reason + ": " + text(status, "message"));
    for (const auto* key : {"initContainerStatuses", "containerStatuses"})
        for (const auto& container : list(status, key))
            look_at(container, made);
    if (made.reasons.empty())
        for (const auto& condition : list(status, "conditions"))
            look_at_condition(condition, made);
    return made;
}

} // namespace argocdpp
