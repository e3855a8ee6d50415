#pragma once
// A command line in an environment variable, taken apart as a shell would.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

/// The words of a text, as the official CLI's splitter (google/shlex) finds them: blanks separate;
/// '…' is literal; a backslash takes the next character as it is, in "…" too; `#` at the start of a
/// word begins a comment. Nothing where a quote stays open or a backslash ends the text.
std::optional<std::vector<std::string>> shell_words(std::string_view text);

} // namespace argocdpp::cli
