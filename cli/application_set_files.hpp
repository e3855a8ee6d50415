#pragma once
// Application sets that `appset create` and `generate` are given: in a file or at an URL.

#include "invocation.hpp"

#include <argocdpp/proto/any.hpp>

#include <string>
#include <vector>

namespace argocdpp::cli {

/// The documents of a file, an URL, or - for standard input. Throws `failure`.
task<std::vector<proto::any>> described_sets(invocation& call, std::string name);

/// Puts a set that names no namespace into this one, and says so.
void place_set(invocation& call, proto::any& set, const std::string& name_space);

} // namespace argocdpp::cli
