#pragma once
// Questions before something is taken away, where questions are wanted.

#include "invocation.hpp"

#include <string_view>

namespace argocdpp::cli {

/// Whether to go on: what --prompts-enabled and `configure` leave to be asked is asked. Throws
/// `failure` at the end of input.
bool is_confirmed(invocation& call, std::string_view question);

} // namespace argocdpp::cli
