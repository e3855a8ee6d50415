#pragma once
// Pairs as flags name them: "key=value".

#include "flags.hpp"

#include <string>
#include <utility>
#include <vector>

namespace argocdpp::cli {

/// "key=value" texts, the later of two values of one key winning. Throws `failure` with the
/// official CLI's words.
std::vector<std::pair<std::string, std::string>> key_values(const text_list& texts);

} // namespace argocdpp::cli
