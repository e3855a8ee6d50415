#include <argocdpp/revision_watch.hpp>

#include <algorithm>

namespace argocdpp {
namespace {

constexpr auto first_interval = std::chrono::seconds(3);
constexpr auto longest_interval = std::chrono::seconds(30);
constexpr auto shortest_interval = std::chrono::seconds(2);
constexpr auto second_look = std::chrono::seconds(10);

bool is_same_pair(const overtaking& left, const overtaking& right) {
    return left.source == right.source && left.wanted == right.wanted && left.by == right.by;
}

} // namespace

revision_watch::revision_watch(revision_goal goal, time_point now)
    : goal_(std::move(goal))
    , next_refresh_(now)
    , interval_(first_interval) {}

time_point revision_watch::next_refresh() const {
    if (is_refresh_wanted_ && refresh_begun_)
        return std::min(next_refresh_, *refresh_begun_ + shortest_interval);
    return next_refresh_;
}

void revision_watch::on_seen(const proto::application& app) {
    is_refresh_wanted_ = overtaken_in_history(app, goal_).has_value();
}

void revision_watch::on_refresh_begun(time_point now) {
    refresh_begun_ = now;
    is_refresh_wanted_ = false;
}

void revision_watch::on_refreshed(const proto::application& app, time_point now) {
    next_refresh_ = next_turn(now);
    questions_.clear();
    if (is_compared_with(app, goal_))
        return;
    if (const auto pair = overtaken_in_history(app, goal_))
        judge_by_history(*pair, now);
    else if (!app.spec.source_hydrator) // what a hydrator writes is newer than what it was made of
        judge_by_dates(mismatches(app, goal_));
}

time_point revision_watch::next_turn(time_point now) {
    const auto next = now + interval_;
    interval_ = std::min<duration>(2 * interval_, longest_interval);
    return next;
}

void revision_watch::look_again(time_point when) { next_refresh_ = std::min(next_refresh_, when); }

void revision_watch::judge_by_history(const overtaking& pair, time_point now) {
    if (!told_by_history_ || !is_same_pair(told_by_history_->pair, pair))
        told_by_history_ = known_pair{pair, now};
    const auto confirmed = *told_by_history_->newer_since + shortest_interval;
    if (*refresh_begun_ >= confirmed)
        overtaken_ = pair;
    else
        look_again(confirmed);
}

void revision_watch::on_refresh_failed(time_point now) {
    next_refresh_ = next_turn(now);
    questions_.clear();
}

void revision_watch::judge_by_dates(const std::vector<overtaking>& pairs) {
    for (const auto& pair : pairs) {
        const auto found = std::ranges::find_if(
            known_, [&](const known_pair& one) { return is_same_pair(one.pair, pair); });
        if (found == known_.end()) {
            if (is_commit_name(pair.wanted) && is_commit_name(pair.by))
                questions_.push_back(pair);
        } else if (found->newer_since && *refresh_begun_ >= *found->newer_since + second_look) {
            overtaken_ = pair;
        } else if (found->newer_since) {
            look_again(*found->newer_since + second_look);
        }
    }
}

void revision_watch::on_dates(const overtaking& pair, const std::string& wanted,
                              const std::string& by, time_point now) {
    if (wanted.empty() || by.empty())
        return;
    known_pair made{pair, std::nullopt};
    if (wanted < by) {
        made.newer_since = now;
        look_again(now + second_look);
    }
    known_.push_back(std::move(made));
}

} // namespace argocdpp
