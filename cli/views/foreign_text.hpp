#pragma once
// Text that others wrote (logs, messages), so that it can't drive a terminal or a CI system.

#include <cstddef>
#include <string>
#include <string_view>

namespace argocdpp::cli {

/// Control characters and those that turn the direction of writing spelled out ("\x1b", "\u202e"),
/// tabs as four blanks, and "##[", which CI systems obey, with a backslash.
std::string visible(std::string_view text);

/// visible(), cut at so many columns.
std::string visible_line(std::string_view text, std::size_t width);

/// visible() in lines of so many columns, broken between words where that is possible: the first
/// begins with `head`, each other one with `indent` blanks. Lines that a CI system could take for
/// its commands ("::") begin with a backslash. Long texts end with "…".
std::string wrapped(std::string_view head, std::string_view text, std::size_t indent,
                    std::size_t width);

} // namespace argocdpp::cli
