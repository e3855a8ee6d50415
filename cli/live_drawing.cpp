#include "live_drawing.hpp"

#include "views/paint.hpp"
#include "views/progress_view.hpp"

#include <utility>

namespace argocdpp::cli {

void live_drawing::show(std::vector<std::string> lines) {
    auto& streams = call_.streams();
    const std::pair size(streams.width(), streams.height());
    const bool is_same_size = std::exchange(drawn_size_, size) == size;
    if (lines == drawn_ && is_same_size)
        return;
    const auto above = drawn_.size();
    const bool was_there = is_there();
    drawn_ = lines;
    for (auto& line : lines)
        line = painted(line, call_.has_colours());
    // Terminals fold, cut and scroll what stands there, each in its way, when their size changes.
    if (was_there && !is_same_size)
        streams.out("\x1b[H" + redraw(0, lines));
    else
        streams.out(redraw(above, lines));
}

void live_drawing::end() {
    if (!drawn_.empty())
        show({});
}

} // namespace argocdpp::cli
