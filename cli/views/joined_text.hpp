#pragma once
// Texts in a row.

#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

/// The texts with the separator between them.
std::string joined(const std::vector<std::string>& texts, std::string_view separator);

} // namespace argocdpp::cli
