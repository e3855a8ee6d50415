#pragma once
// The difference of two texts, as the program `diff` prints it by default.

#include <string>
#include <string_view>

namespace argocdpp::cli {

/// Byte for byte the normal format of GNU diff 3.8, also in the choice among scripts of one length:
/// hunks like "100c100", lines behind `<` and `>`. Empty where the texts are equal.
///
/// Memory is linear in the texts. Time is, beyond that, the number of lines times the number of
/// differences up to 4,096 of them; behind that the hunks may be more than the fewest possible.
std::string normal_diff(std::string_view old_text, std::string_view new_text);

} // namespace argocdpp::cli
