#pragma once
// A look at what a sync is going to change, and the question whether it may.

#include "comparison.hpp"

#include <argocdpp/applications.hpp>

namespace argocdpp::cli {

/// Prints the changes and asks, unless `is_agreed`. False where there are none or the answer is no:
/// then the whole command ends, even with applications left to be synced, as the official CLI's
/// does. `state` is the application; `wish` and the errors are those of compare().
task<bool> preview_changes(invocation& call, app_ref app, comparison_wish wish,
                           const proto::application& state, bool is_agreed);

} // namespace argocdpp::cli
