#pragma once
// Characters as Go counts them: code points, and one for each byte that is no valid UTF-8.

#include <cstddef>
#include <string>
#include <string_view>

namespace argocdpp::cli {

/// Bytes of the first character; 1 where it is invalid, 0 for an empty text.
std::size_t rune_length(std::string_view text);

/// The first character; U+FFFD where it is invalid or the text is empty.
char32_t first_rune(std::string_view text);

std::size_t rune_count(std::string_view text);

/// The first `count` characters, or all where there are fewer.
std::string_view rune_prefix(std::string_view text, std::size_t count);

/// Text for one line of a terminal: control characters would move the cursor, tabs the columns.
std::string on_one_line(std::string_view text);

} // namespace argocdpp::cli
