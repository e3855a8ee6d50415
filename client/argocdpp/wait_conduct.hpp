#pragma once
// What else ends a wait than its conditions and its deadline: a failed operation, a health that
// stays Degraded, the end of one certain operation. Pure; no I/O, no clock.

#include <argocdpp/clock.hpp>
#include <argocdpp/operation_track.hpp>
#include <argocdpp/resources.hpp>

#include <optional>
#include <string>
#include <vector>

namespace argocdpp {

struct wait_conduct {
    /// End when the operation has failed: the one that is tracked, or else the last one, where it
    /// is over and the application is not as waited for.
    bool fail_fast = false;
    /// How long something may be Degraded, also where it was from the beginning; without it, the
    /// wait ends when something turns Degraded while health is waited for.
    std::optional<duration> degraded_grace = {};
    /// Wait for the end of this operation, whatever is at work afterwards.
    std::optional<operation_track> operation = {};
};

/// Decides, for wait_machine.
class conduct_judge {
  public:
    enum class verdict { none, met, operation_failed, overtaken };

    conduct_judge(wait_conduct conduct, std::vector<resource_selector> resources)
        : conduct_(std::move(conduct))
        , resources_(std::move(resources)) {}

    bool is_tracking() const { return conduct_.operation.has_value(); }
    bool has_grace() const { return conduct_.degraded_grace.has_value(); }

    /// A state that counts; `is_satisfied` says whether the conditions hold. Where the tracked
    /// operation was overtaken after its end, `app` becomes what it was at that end.
    verdict see(proto::application& app, bool is_satisfied, time_point now);
    /// Whether something has been Degraded for too long.
    bool is_grace_over(time_point now) const;
    /// When to ask that again: nothing that turns Degraded after `now` is missed.
    time_point next_look(time_point now) const;

  private:
    struct degraded_part {
        std::string name; ///< group/kind/namespace/name; empty for the application itself
        time_point since;
    };

    verdict follow(proto::application& app, bool is_satisfied);
    void note_degraded(const proto::application& app, time_point now);

    wait_conduct conduct_;
    std::vector<resource_selector> resources_;
    std::vector<degraded_part> degraded_;
    std::optional<proto::application> at_end_; ///< when the tracked operation ended
};

} // namespace argocdpp
