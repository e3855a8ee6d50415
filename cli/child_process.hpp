#pragma once
// Other programs, run on this one's streams to their ends: plugins, editors, external diff tools.

#include "environment.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

/// The executable of that name in $PATH; nothing where there is none.
std::optional<std::string> find_program(std::string_view name, const environment& variables);
/// Likewise, but never this program itself by another name.
std::optional<std::string> find_other_program(std::string_view name, const environment& variables);

enum class child_input {
    inherited, ///< this program's own, the terminal mostly
    nothing,   ///< /dev/null
};

/// Runs a program with these variables, words[0] looked up in $PATH unless it has a slash, and
/// returns its exit status, or 128 + the number of the signal that ended it. Throws `failure` where
/// it can't be started.
///
/// Ctrl-C belongs to the program while it runs; where that ends by it, this throws `interrupted`. A
/// SIGINT or SIGTERM that only this process was sent is passed on, a second one as SIGKILL, and
/// `interrupted` is thrown when the program has ended.
int run_child(const std::vector<std::string>& words, child_input input,
              const environment& variables);

/// Starts a program with these variables and leaves it alone: it has a session of its own, so that
/// Ctrl-C here does not end it, and neither reads nor writes this program's streams. Throws
/// `failure` where it can't be started.
void start_child(const std::vector<std::string>& words, const environment& variables);

} // namespace argocdpp::cli
