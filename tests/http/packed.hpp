#pragma once
// Packing, for tests of unpacking.

#include <string>
#include <string_view>

namespace argocdpp::tests {

std::string gzipped(std::string_view text);

} // namespace argocdpp::tests
