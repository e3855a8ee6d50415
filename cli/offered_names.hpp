#pragma once
// The names that there are of a kind: in the config file, or on the server that a line names.

#include "invocation.hpp"
#include "typed_line.hpp"

#include <string>
#include <vector>

namespace argocdpp::cli {

/// The names that the last word of a line may become, whatever it begins with; in no order, perhaps
/// several times. The server is asked once, for as little as it can answer. `call` is the run that
/// the line would be. Throws `failure` and `error` as commands do.
task<std::vector<std::string>> offered_names(invocation& call, const typed_line& line);

} // namespace argocdpp::cli
