#pragma once
// Whose account a command is about.

#include "invocation.hpp"

#include <string>

namespace argocdpp::cli {

/// The name given, or one's own by the server's word.
task<std::string> chosen_account(invocation& call, std::string given);

} // namespace argocdpp::cli
