#pragma once
// Printing what a sync would change, by our own diff or by the tool of KUBECTL_EXTERNAL_DIFF.

#include "comparison.hpp"
#include "invocation.hpp"

#include <vector>

namespace argocdpp::cli {

/// One headed block per object. The tool, where one is set, gets the two objects as files; as in
/// the official CLI neither its exit code nor that it can't be run is an error, and its standard
/// input is empty. (--loglevel debug says why there is nothing below a heading.)
void print_changes(invocation& call, const std::vector<comparison>& changes);

} // namespace argocdpp::cli
