#pragma once
// Completion scripts for shells. They know nothing of the commands: they hand the words of the line
// to `__complete` (commands/complete.cpp) and show what it offers, or files where it says so.

#include <string>
#include <string_view>

namespace argocdpp::cli {

// Each returns a script that completes `program_name`.
std::string bash_completion(std::string_view program_name);
std::string zsh_completion(std::string_view program_name);
std::string fish_completion(std::string_view program_name);

} // namespace argocdpp::cli
