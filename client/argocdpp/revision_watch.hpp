#pragma once
// The part of a wait that is about a revision: when to have the server compare anew, and whether
// the revision can still be reached. Pure; no I/O, no clock.
//
//   - The first refresh is asked for at once, so that nobody waits for the server's next look at
//     git (three minutes), and again while another revision is compared with: after 3 s, for an
//     answer may belong to a comparison that was under way before the push, then ever more seldom,
//     every 30 s at last.
//   - A revision counts as overtaken only by the answer to a refresh: any other state may be
//     compared with an older commit than git has, on the way to ours.
//   - The history tells it, where a second answer 2 s later says the same. Otherwise the commits'
//     dates do, where the one compared with is newer than the wanted one, and is so 10 s later:
//     dates are the authors', and a rebased commit may be older than the one below it.
//   - A commit that the server does not know is still to be pushed.

#include <argocdpp/clock.hpp>
#include <argocdpp/revision_goal.hpp>

#include <optional>
#include <string>
#include <vector>

namespace argocdpp {

class revision_watch {
  public:
    revision_watch(revision_goal goal, time_point now);

    const revision_goal& goal() const { return goal_; }
    /// When to have the server compare next.
    time_point next_refresh() const;
    /// The application as a read or an event showed it.
    void on_seen(const proto::application& app);
    void on_refresh_begun(time_point now);
    /// The application as the answer to a refresh.
    void on_refreshed(const proto::application& app, time_point now);
    void on_refresh_failed(time_point now);

    /// Pairs of commits whose dates would help.
    const std::vector<overtaking>& questions() const { return questions_; }
    /// The answer to one: the dates as the server spells them (RFC 3339 in UTC), empty where it
    /// does not know the commit.
    void on_dates(const overtaking& pair, const std::string& wanted, const std::string& by,
                  time_point now);

    /// What took the place of a wanted revision, for good.
    const std::optional<overtaking>& overtaken() const { return overtaken_; }

  private:
    struct known_pair {
        overtaking pair;
        std::optional<time_point> newer_since; ///< none where the wanted one is not the older
    };
    void judge_by_history(const overtaking& pair, time_point now);
    void judge_by_dates(const std::vector<overtaking>& pairs);
    /// Looks again at that time at the latest.
    void look_again(time_point when);
    time_point next_turn(time_point now);

    revision_goal goal_;
    time_point next_refresh_;
    std::optional<time_point> refresh_begun_;
    duration interval_;
    bool is_refresh_wanted_ = false;
    std::optional<known_pair> told_by_history_;
    std::vector<overtaking> questions_;
    std::vector<known_pair> known_;
    std::optional<overtaking> overtaken_;
};

} // namespace argocdpp
