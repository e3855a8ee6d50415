#pragma once
// Lines for a terminal that has so many columns.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

/// The lines of a text, none wider than that, with a sign where something is missing.
std::vector<std::string> fitted_lines(std::string_view text, std::size_t width);

/// How many lines of a terminal the lines take that were written on a wider one, which folds them.
std::size_t folded_line_count(const std::vector<std::string>& lines, int width);

} // namespace argocdpp::cli
