#include "live_list_view.hpp"

#include "fitted_lines.hpp"
#include "runes.hpp"
#include "table.hpp"

#include <algorithm>
#include <cstddef>

namespace argocdpp::cli {
namespace {

/// The row with cells that can't move the cursor.
std::string harmless(std::string_view row) {
    if (row.ends_with('\n'))
        row.remove_suffix(1);
    std::string made;
    while (true) {
        const auto tab = row.find('\t');
        made += on_one_line(row.substr(0, tab));
        if (tab == row.npos)
            return made + "\n";
        made += '\t';
        row.remove_prefix(tab + 1);
    }
}

} // namespace

std::vector<std::string> live_list_lines(std::string_view header,
                                         const std::vector<std::string_view>& rows, int width,
                                         int height) {
    // The head, and one line for the cursor; what is left out takes the place of a row.
    const auto room = static_cast<std::size_t>(std::max(height - 2, 2));
    const auto shown = rows.size() <= room ? rows.size() : room - 1;
    std::string tabbed(header);
    for (std::size_t at = 0; at < shown; ++at)
        tabbed += harmless(rows[at]);
    auto text = align(tabbed, 0, 2);
    if (shown < rows.size())
        text += "… " + std::to_string(rows.size() - shown) + " more\n";
    return fitted_lines(text, static_cast<std::size_t>(std::max(width, 20)));
}

} // namespace argocdpp::cli
