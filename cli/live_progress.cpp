#include "live_progress.hpp"

#include "views/progress_view.hpp"
#include "views/resource_rows.hpp"

#include <algorithm>
#include <utility>

namespace argocdpp::cli {

live_progress::live_progress(invocation& call, std::string title, bool is_shown)
    : call_(call)
    , title_(std::move(title))
    , is_shown_(is_shown)
    , is_picture_(is_shown && call.streams().out_is_terminal()) {}

void live_progress::changed(const std::vector<resource_state>& rows) {
    last_trouble_.clear();
    if (!is_shown_)
        return;
    if (!is_picture_) {
        call_.streams().out(live_rows(rows, call_.time().unix_seconds(), time_zone::local(),
                                      !std::exchange(has_header_, true)));
        return;
    }
    for (const auto& row : rows) {
        const auto known = std::find_if(rows_.begin(), rows_.end(), [&](const auto& other) {
            return other.is_same_resource(row);
        });
        if (known == rows_.end())
            rows_.push_back(row);
        else
            *known = row;
    }
    draw(progress_lines(title_, rows_, call_.streams().width(), call_.streams().height()));
}

void live_progress::trouble(const error& problem) {
    // Once per kind of trouble, not once per attempt.
    if (std::exchange(last_trouble_, problem.what()) == problem.what())
        return;
    end();
    call_.talk().warning("still waiting for application '" + title_ + "': " + problem.what());
}

void live_progress::end() {
    if (drawn_lines_ > 0)
        draw({});
}

void live_progress::draw(const std::vector<std::string>& lines) {
    call_.streams().out(redraw(drawn_lines_, lines));
    drawn_lines_ = lines.size();
}

} // namespace argocdpp::cli
