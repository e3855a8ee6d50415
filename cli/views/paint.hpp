#pragma once
// Colours for states, on a terminal.

#include <string>
#include <string_view>

namespace argocdpp::cli {

/// Colours the states in a text that is aligned already: the words behind "Sync Status:" and
/// "Health Status:", and table cells that are such a word and nothing else. Green is as wanted,
/// yellow on its way there, red broken. Without colours (no terminal, or NO_COLOR) the text is
/// returned as it is.
std::string painted(std::string_view text, bool has_colours);

} // namespace argocdpp::cli
