#pragma once
// What a wait tells, to the terminal and to the run's listeners.

#include "live_progress.hpp"
#include "live_tree.hpp"

#include <argocdpp/applications.hpp>

#include <optional>
#include <string>
#include <vector>

namespace argocdpp::cli {

struct told_how {
    bool is_shown = true;     ///< on standard output, too
    bool is_live = false;     ///< there, as a tree, if that is a terminal
    std::string told_as = {}; ///< what listeners call it; empty where that is its name
};

class told_progress final : public wait_observer {
  public:
    told_progress(invocation& call, const app_ref& app, told_how how);

    void seen(const proto::application& state) override;
    void changed(const std::vector<resource_state>& rows) override;
    void trouble(const error& problem) override;
    /// The state after the end of the wait, which only listeners want.
    void seen_later(const proto::application& state) { call_.listeners().seen(app_, state); }
    void end();
    /// Runs the wait, with what has to go on beside it.
    task<void> beside(task<void> wait);

  private:
    invocation& call_;
    std::string app_;
    live_progress shown_;
    std::optional<live_tree> tree_;
};

} // namespace argocdpp::cli
