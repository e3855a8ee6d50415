#pragma once
// UTF-8 as Go sees it: a byte that begins no valid sequence counts as one U+FFFD of its own.

#include <cstddef>
#include <string>
#include <string_view>

namespace argocdpp::proto {

/// Bytes of the valid sequence that `text` begins with; 0 where it begins with none.
std::size_t utf8_length(std::string_view text);

/// Replaces each byte that belongs to no valid sequence by U+FFFD.
void replace_invalid_utf8(std::string& text);

} // namespace argocdpp::proto
