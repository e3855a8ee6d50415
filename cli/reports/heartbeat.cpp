#include "heartbeat.hpp"

#include "../views/time_text.hpp"

#include <argocdpp/proto/application.hpp>

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

namespace argocdpp::cli {
namespace {

/// What the row lacks: its health where that is to blame, else its sync status.
std::string lack(const resource_state& row) {
    if (!row.hook.empty())
        return "hook " + row.status;
    const bool is_healthy = row.health.empty() || row.health == proto::health_code::healthy;
    return is_healthy ? row.status : row.health;
}

std::string resources_text(const application_record& one) {
    std::vector<std::pair<std::string, std::size_t>> counts;
    for (const auto& row : one.unready) {
        const auto found =
            std::ranges::find(counts, lack(row), &decltype(counts)::value_type::first);
        if (found == counts.end())
            counts.emplace_back(lack(row), 1);
        else
            ++found->second;
    }
    std::string text;
    for (const auto& [what, count] : counts)
        text += text.empty() ? std::to_string(count) + " of " + std::to_string(one.resources) +
                                   " resources " + what
                             : ", " + std::to_string(count) + " " + what;
    return text;
}

std::string state_text(const application_record& one) {
    if (!one.was_seen)
        return "not seen yet";
    if (const auto resources = resources_text(one); !resources.empty())
        return resources;
    if (one.state.phase == proto::phase::running || one.state.phase == proto::phase::terminating)
        return "operation " + one.state.phase;
    return one.state.sync + ", " + one.state.health;
}

} // namespace

std::string heartbeat_text(const application_record& one, time_point now) {
    const auto waited = std::chrono::floor<std::chrono::seconds>(now - one.since);
    return "still waiting for application '" + one.app + "': " + state_text(one) + ", " +
           duration_text(waited);
}

time_point heartbeat::due(std::size_t index) const {
    const auto told = told_.find(index);
    const auto changed = known_.record().applications[index].changed;
    return (told == told_.end() ? changed : std::max(changed, told->second)) + interval_;
}

task<void> heartbeat::run() {
    for (;;) {
        auto next = time_.now() + interval_;
        const auto& all = known_.record().applications;
        for (std::size_t index = 0; index < all.size(); ++index) {
            if (all[index].is_over())
                continue;
            if (due(index) <= time_.now()) {
                told_[index] = time_.now();
                talk_.info(heartbeat_text(all[index], time_.now()));
            }
            next = std::min(next, due(index));
        }
        co_await time_.sleep_until(next);
    }
}

} // namespace argocdpp::cli
