#pragma once
// The order of keys in YAML output: as people would sort them.

#include "yaml_dialect.hpp"

#include <string_view>

namespace argocdpp::cli {

/// Whether a key comes before another one: runs of digits by their value, other signs before
/// letters. Of letters and digits beyond ASCII only what matters in practice is known: scripts are
/// letters; punctuation, symbols and combining marks are none. No strict order where digits have
/// leading zeros, so sort with std::stable_sort, which stays within bounds even then.
bool key_comes_before(std::string_view left, std::string_view right, const yaml_dialect& dialect);

} // namespace argocdpp::cli
