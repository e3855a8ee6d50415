#pragma once
// Lines for a terminal that has so many columns.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

/// The lines of a text, none wider than that, with a sign where something is missing.
std::vector<std::string> fitted_lines(std::string_view text, std::size_t width);

} // namespace argocdpp::cli
