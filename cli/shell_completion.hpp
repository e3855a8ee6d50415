#pragma once
// Completion scripts for shells, made from the table of commands and their flags. They know names
// of commands and flags, offer files where a flag wants a value, and ask `__complete` for names of
// applications, projects and contexts where a command wants one.

#include <string>
#include <string_view>

namespace argocdpp::cli {

// Each returns a script that completes `program_name`.
std::string bash_completion(std::string_view program_name);
std::string zsh_completion(std::string_view program_name);
std::string fish_completion(std::string_view program_name);

} // namespace argocdpp::cli
