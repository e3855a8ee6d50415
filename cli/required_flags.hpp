#pragma once
// Flags that a command can't do without.

#include "invocation.hpp"

#include <initializer_list>
#include <string_view>

namespace argocdpp::cli {

/// Throws usage_error, with cobra's words, unless all of these (in alphabetical order) were given.
/// To be called before anything else is looked at.
void require_flags(const invocation& call, std::initializer_list<std::string_view> names);

} // namespace argocdpp::cli
