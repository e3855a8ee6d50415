#pragma once
// How long a token is to live, as the official CLI reads it: one number and one unit.

#include "failure.hpp"

#include <chrono>
#include <string>

namespace argocdpp::cli {

/// "7d", "12h", "30m", "0s"; nothing means for ever, as zero does. Throws `failure`.
std::chrono::seconds token_lifetime(const std::string& text);

/// The failure for a text that is no lifetime.
failure bad_lifetime(const std::string& text);

} // namespace argocdpp::cli
