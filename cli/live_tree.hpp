#pragma once
// `--live`: the resource tree of an application drawn on a terminal while it is waited for, and
// gone at the end.

#include "invocation.hpp"
#include "live_drawing.hpp"
#include "views/live_tree_view.hpp"

#include <argocdpp/applications.hpp>

namespace argocdpp::cli {

/// Declares --live.
void describe_live(flag_set& flags, bool& is_live);

class live_tree final : public wait_observer {
  public:
    live_tree(invocation& call, app_ref app);

    void seen(const proto::application& state) override;
    void trouble(const error& problem) override;
    /// Reads the tree and draws, once a second; ends only by being cancelled. What can't be read
    /// stays as it was.
    task<void> keep_drawing();
    /// Leaves the place free for what is printed next.
    void end() { drawing_.end(); }

  private:
    task<void> read_tree();
    void draw();

    invocation& call_;
    app_ref app_;
    live_picture picture_;
    bool has_seen_ = false;
    live_drawing drawing_;
};

/// Draws an application until it is deleted, or for ever.
task<void> show_live(invocation& call, app_ref app);

} // namespace argocdpp::cli
