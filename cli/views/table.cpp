#include "table.hpp"

#include "runes.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace argocdpp::cli {

namespace {

struct cell {
    std::string_view text;
    std::size_t width = 0; ///< in characters; once measured, the padding behind it
};

struct line {
    std::vector<cell> cells; ///< those that a tab ended
    std::string_view tail;
    bool breaks_columns = false; ///< ended by a form feed
    bool ended = false;
};

/// Cuts off the next line, with the separators that Go knows: \t and \v, \n and \f.
line take_line(std::string_view& rest) {
    line taken;
    for (std::size_t at = rest.find_first_of("\t\v\n\f"); at != std::string_view::npos;
         at = rest.find_first_of("\t\v\n\f")) {
        const char separator = rest[at];
        const std::string_view text = rest.substr(0, at);
        rest.remove_prefix(at + 1);
        if (separator == '\n' || separator == '\f') {
            taken.tail = text;
            taken.breaks_columns = separator == '\f';
            taken.ended = true;
            return taken;
        }
        taken.cells.push_back({text, rune_count(text)});
    }
    taken.tail = rest;
    rest = {};
    // At the very end Go takes the last cell for the tail, where nothing follows its tab.
    if (taken.tail.empty() && !taken.cells.empty()) {
        taken.tail = taken.cells.back().text;
        taken.cells.pop_back();
    }
    return taken;
}

/// A column that lines share so far.
struct open_column {
    std::size_t first_line;
    std::size_t width;
};

class columns {
  public:
    columns(std::vector<line>& lines, std::size_t min_width, std::size_t padding)
        : lines_(lines)
        , min_width_(min_width)
        , padding_(padding) {}

    void measure() {
        for (std::size_t at = 0; at < lines_.size(); ++at) {
            const line& current = lines_[at];
            close_from(current.cells.size(), at);
            for (std::size_t column = 0; column < current.cells.size(); ++column) {
                if (column == open_.size())
                    open_.push_back({at, min_width_});
                std::size_t& width = open_[column].width;
                width = std::max(width, current.cells[column].width + padding_);
            }
            if (current.breaks_columns)
                close_from(0, at + 1);
        }
        close_from(0, lines_.size());
    }

  private:
    /// Ends the columns from `count` on before line `end`, and turns text widths into padding.
    void close_from(std::size_t count, std::size_t end) {
        for (; open_.size() > count; open_.pop_back()) {
            const std::size_t column = open_.size() - 1;
            for (std::size_t at = open_.back().first_line; at < end; ++at)
                lines_[at].cells[column].width =
                    open_.back().width - lines_[at].cells[column].width;
        }
    }

    std::vector<line>& lines_;
    std::size_t min_width_;
    std::size_t padding_;
    std::vector<open_column> open_;
};

} // namespace

void add_row(std::string& tabbed, std::initializer_list<std::string_view> cells) {
    bool first = true;
    for (const std::string_view text : cells) {
        if (!first)
            tabbed += '\t';
        tabbed += text;
        first = false;
    }
    tabbed += '\n';
}

std::string align(std::string_view tabbed, int min_width, int padding) {
    std::vector<line> lines;
    while (!tabbed.empty())
        lines.push_back(take_line(tabbed));
    columns(lines, static_cast<std::size_t>(min_width), static_cast<std::size_t>(padding))
        .measure();

    std::string aligned;
    for (const line& current : lines) {
        for (const cell& each : current.cells)
            aligned.append(each.text).append(each.width, ' ');
        aligned += current.tail;
        if (current.ended)
            aligned += '\n';
    }
    return aligned;
}

} // namespace argocdpp::cli
