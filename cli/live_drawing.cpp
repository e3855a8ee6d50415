#include "live_drawing.hpp"

#include "views/fitted_lines.hpp"
#include "views/paint.hpp"
#include "views/progress_view.hpp"

#include <utility>

namespace argocdpp::cli {

void live_drawing::show(std::vector<std::string> lines) {
    if (lines == drawn_)
        return;
    auto& streams = call_.streams();
    const auto above = folded_line_count(drawn_, streams.width());
    drawn_ = lines;
    for (auto& line : lines)
        line = painted(line, call_.has_colours());
    streams.out(redraw(above, lines));
}

void live_drawing::end() {
    if (!drawn_.empty())
        show({});
}

} // namespace argocdpp::cli
