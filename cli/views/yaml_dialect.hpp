#pragma once
// What sets apart the two YAML writers that the official CLI uses: that of sigs.k8s.io/yaml, for
// nearly everything, and yaml.v3, for `app get-resource`.

#include <limits>

namespace argocdpp::cli {

struct yaml_dialect {
    int indent;                      ///< columns that a level is indented by
    int width;                       ///< text is folded behind this column
    bool indents_sequences;          ///< also those below a key
    bool has_tabs_in_blocks;         ///< a tab is no reason to write a text on one line
    bool knows_signed_octals;        ///< "0o-7" is no string
    bool puts_letters_before_digits; ///< in the order of keys, behind a digit: "1b" before "12"
};

inline constexpr yaml_dialect sigs_yaml = {2, 80, false, false, false, false};
inline constexpr yaml_dialect yaml_v3 = {4,   std::numeric_limits<int>::max(), true, true, true,
                                         true};

} // namespace argocdpp::cli
