#pragma once
// The names of all commands of the official CLI 3.5.1, so that argocdpp can say that it does not
// have one yet instead of calling it unknown. Names that argocdpp has may stay here: its own table
// comes first.

#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

/// The path of the official command that `word` (a name or an alias) means below a group, which may
/// be
/// "" for the top level; empty where there is none.
std::string official_command(std::string_view group, std::string_view word);

/// The names directly below a group.
std::vector<std::string_view> official_subcommands(std::string_view group);

/// One line that says why argocdpp can't do this, and what can.
std::string absence_message(std::string_view path);

} // namespace argocdpp::cli
