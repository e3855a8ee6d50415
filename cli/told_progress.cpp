#include "told_progress.hpp"

#include <argocdpp/task.hpp>

#include <utility>

namespace argocdpp::cli {

told_progress::told_progress(invocation& call, const app_ref& app, told_how how)
    : call_(call)
    , app_(how.told_as.empty() ? app.qualified() : std::move(how.told_as))
    , shown_(call, app.qualified(), how.is_shown) {
    if (how.is_shown && how.is_live && call.streams().out_is_terminal())
        tree_.emplace(call, app);
}

void told_progress::seen(const proto::application& state) {
    if (tree_)
        tree_->seen(state);
    call_.listeners().seen(app_, state);
}

void told_progress::changed(const std::vector<resource_state>& rows) {
    if (!tree_)
        shown_.changed(rows);
    call_.listeners().changed(app_, rows);
}

void told_progress::trouble(const error& problem) {
    if (tree_)
        tree_->trouble(problem);
    else
        shown_.trouble(problem);
    call_.listeners().trouble(app_, problem);
}

void told_progress::end() {
    if (tree_)
        tree_->end();
    shown_.end();
}

task<void> told_progress::beside(task<void> wait) {
    std::vector<task<void>> sides;
    sides.push_back(std::move(wait));
    if (tree_)
        sides.push_back(tree_->keep_drawing());
    co_await first_of(std::move(sides));
}

} // namespace argocdpp::cli
