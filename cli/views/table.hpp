#pragma once
// Columns of text, aligned exactly as Go's text/tabwriter does (blanks for padding, no flags).
//
//     std::string text;
//     add_row(text, {"NAME", "STATUS"});
//     add_row(text, {"waves", "Synced"});
//     out(align(text, 0, 2));             // "NAME   STATUS\nwaves  Synced\n"
//
// Long tables are a table_text: memory grows with their text alone.

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

/// Appends one line: the cells with tabs between them.
void add_row(std::string& tabbed, std::initializer_list<std::string_view> cells);

/// Replaces the tabs by blanks. A cell is text that a tab ends, so what follows a line's last tab
/// belongs to no column. A column is as wide as its widest cell plus the padding, `min_width` at
/// least, over neighbouring lines that have it: a line without the column begins another one. Line
/// ends stay, and nothing is trimmed. (Go's 0xFF escape is not known here: no UTF-8 text has it.)
std::string align(std::string_view tabbed, int min_width, int padding);

/// A table that grows by whole lines, and is then printed page by page as align() aligns it.
class table_text {
  public:
    table_text(int min_width, int padding);

    /// Appends lines with tabs between their cells; all but those of the last call end.
    void add(std::string_view lines);
    void clear();
    /// Hands over the aligned lines, many at a time.
    void print(const std::function<void(std::string_view)>& out) const;

  private:
    /// Lines that share a column: those before `end`, from where the column's last block ended on.
    struct block {
        std::size_t end;
        std::size_t width;
    };

    void close_from(std::size_t count, std::size_t end);

    std::size_t min_width_;
    std::size_t padding_;
    std::vector<std::string> pages_;
    std::size_t lines_ = 0;
    std::vector<std::size_t> open_;         ///< widths of the columns that the last line has
    std::vector<std::vector<block>> ended_; ///< of each column, in order
};

} // namespace argocdpp::cli
