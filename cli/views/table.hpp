#pragma once
// Columns of text, aligned exactly as Go's text/tabwriter does (blanks for padding, no flags).
//
//     std::string text;
//     add_row(text, {"NAME", "STATUS"});
//     add_row(text, {"waves", "Synced"});
//     out(align(text, 0, 2));             // "NAME   STATUS\nwaves  Synced\n"

#include <initializer_list>
#include <string>
#include <string_view>

namespace argocdpp::cli {

/// Appends one line: the cells with tabs between them.
void add_row(std::string& tabbed, std::initializer_list<std::string_view> cells);

/// Replaces the tabs by blanks. A cell is text that a tab ends, so what follows a line's last tab
/// belongs to no column. A column is as wide as its widest cell plus the padding, `min_width` at
/// least, over neighbouring lines that have it: a line without the column begins another one. Line
/// ends stay, and nothing is trimmed. (Go's 0xFF escape is not known here: no UTF-8 text has it.)
std::string align(std::string_view tabbed, int min_width, int padding);

} // namespace argocdpp::cli
