#include "steady_table.hpp"

#include "runes.hpp"
#include "table.hpp"

#include <algorithm>

namespace argocdpp::cli {

std::string steady_table::aligned(std::string_view tabbed) {
    // A line of blanks as wide as what came before; what it is aligned to stays so wide.
    std::string ruler;
    for (const auto width : widths_)
        ruler.append(width, ' ').append("\t");
    const auto text = align(ruler + "\n" + std::string(tabbed), 0, padding_);
    for (std::size_t column = 0; !tabbed.empty();) {
        const auto end = std::min(tabbed.find_first_of("\t\n"), tabbed.size());
        const bool is_cell = end < tabbed.size() && tabbed[end] == '\t';
        if (is_cell) {
            widths_.resize(std::max(widths_.size(), column + 1));
            widths_[column] = std::max(widths_[column], rune_count(tabbed.substr(0, end)));
        }
        column = is_cell ? column + 1 : 0;
        tabbed.remove_prefix(std::min(end + 1, tabbed.size()));
    }
    return text.substr(text.find('\n') + 1);
}

} // namespace argocdpp::cli
