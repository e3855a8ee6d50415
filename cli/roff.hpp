#pragma once
// Text in the language of manual pages (man(7) macros of roff).

#include <string>
#include <string_view>

namespace argocdpp::cli {

/// A piece of a line as it is to be read: what roff would take for its own is escaped, a hyphen is
/// the one that can be pasted into a shell, and all of it is ASCII.
std::string roff(std::string_view text);

/// Paragraphs: an empty line begins a new one; lines that begin with a blank stand as they are.
std::string roff_paragraphs(std::string_view text);

/// Lines that stand as they are, indented.
std::string roff_lines(std::string_view text);

/// A term, which is roff already, and what there is to say of it.
std::string roff_entry(std::string_view term, std::string_view text);

} // namespace argocdpp::cli
