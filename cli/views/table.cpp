#include "table.hpp"

#include "runes.hpp"

#include <algorithm>

namespace argocdpp::cli {

namespace {

struct cell {
    std::string_view text;
    std::size_t width = 0; ///< in characters
};

struct line {
    std::vector<cell> cells; ///< those that a tab ended
    std::string_view tail;
    bool breaks_columns = false; ///< ended by a form feed
    bool ended = false;
};

/// Where the first separator stands, or the size: \t, \n, \v and \f follow one another.
std::size_t separator_at(std::string_view text) {
    const auto is_separator = [](char c) { return c >= '\t' && c <= '\f'; };
    const auto at = std::find_if(text.begin(), text.end(), is_separator);
    return static_cast<std::size_t>(at - text.begin());
}

/// Cuts off the next line, with the separators that Go knows: \t and \v, \n and \f. False where
/// nothing is left.
bool take_line(std::string_view& rest, line& taken) {
    taken.cells.clear();
    taken.ended = taken.breaks_columns = false;
    if (rest.empty())
        return false;
    for (std::size_t at = separator_at(rest); at < rest.size(); at = separator_at(rest)) {
        const char separator = rest[at];
        const std::string_view text = rest.substr(0, at);
        rest.remove_prefix(at + 1);
        if (separator == '\n' || separator == '\f') {
            taken.tail = text;
            taken.breaks_columns = separator == '\f';
            taken.ended = true;
            return true;
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
    return true;
}

constexpr std::size_t page_size = std::size_t{64} << 10;
constexpr std::size_t usual_columns = 12;

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
    table_text table(min_width, padding);
    table.add(tabbed);
    std::string aligned;
    table.print([&](std::string_view lines) { aligned += lines; });
    return aligned;
}

table_text::table_text(int min_width, int padding)
    : min_width_(static_cast<std::size_t>(min_width))
    , padding_(static_cast<std::size_t>(padding)) {}

void table_text::add(std::string_view lines) {
    if (pages_.empty() || pages_.back().size() + lines.size() > page_size)
        pages_.emplace_back().reserve(std::max(lines.size(), page_size));
    pages_.back() += lines;
    line current;
    current.cells.reserve(usual_columns);
    while (take_line(lines, current)) {
        close_from(current.cells.size(), lines_);
        for (std::size_t column = 0; column < current.cells.size(); ++column) {
            if (column == open_.size())
                open_.push_back(min_width_);
            open_[column] = std::max(open_[column], current.cells[column].width + padding_);
        }
        ++lines_;
        if (current.breaks_columns)
            close_from(0, lines_);
    }
}

void table_text::clear() {
    pages_.clear();
    lines_ = 0;
    open_.clear();
    ended_.clear();
}

/// Ends the columns from `count` on before line `end`.
void table_text::close_from(std::size_t count, std::size_t end) {
    if (ended_.size() < open_.size())
        ended_.resize(open_.size());
    for (; open_.size() > count; open_.pop_back())
        ended_[open_.size() - 1].push_back({end, open_.back()});
}

void table_text::print(const std::function<void(std::string_view)>& out) const {
    std::vector<std::size_t> reached(std::max(ended_.size(), open_.size())); ///< block of a column
    const auto width_of = [&](std::size_t column, std::size_t at) {
        const bool has_ended = column < ended_.size();
        while (has_ended && reached[column] < ended_[column].size() &&
               ended_[column][reached[column]].end <= at)
            ++reached[column];
        const bool is_open = !has_ended || reached[column] == ended_[column].size();
        return is_open ? open_[column] : ended_[column][reached[column]].width;
    };
    std::size_t at = 0;
    std::string aligned;
    line current;
    for (const std::string& page : pages_) {
        aligned.clear();
        for (std::string_view rest = page; take_line(rest, current); ++at) {
            for (std::size_t column = 0; column < current.cells.size(); ++column) {
                const cell& each = current.cells[column];
                aligned.append(each.text).append(width_of(column, at) - each.width, ' ');
            }
            aligned += current.tail;
            if (current.ended)
                aligned += '\n';
        }
        out(aligned);
    }
}

} // namespace argocdpp::cli
