#pragma once
// How a string is written in YAML: plain, in quotes or as a block. The rules are libyaml's.

#include "yaml_dialect.hpp"

#include <cstddef>
#include <string_view>

namespace argocdpp::cli {

/// Sorts of characters as YAML's writer tells them apart; `text` begins with the character.
namespace yaml_sign {
/// CR, LF, NEL, LS and PS.
bool is_break(std::string_view text);
/// Need not be escaped. Emoji and other characters beyond U+FFFF do, as does a tab.
bool is_printable(std::string_view text);

/// Sorts of printable ASCII, so that texts can be taken many characters at a time.
enum sort : unsigned char {
    blank = 1,
    mark = 2,  ///< `:` and `#`
    quote = 4, ///< quotes and the backslash
    word = 8,  ///< all others
};
/// How many characters at the beginning are of these sorts; each is one byte.
std::size_t run(std::string_view text, unsigned sorts);
} // namespace yaml_sign

enum class scalar_style { plain, single_quoted, double_quoted, literal };

/// What a scalar is and which styles could hold it.
struct scalar_traits {
    bool is_multiline = false;
    bool plain_allowed = true;
    bool single_quoted_allowed = true;
    bool literal_allowed = true;
};

scalar_traits traits_of(std::string_view text, const yaml_dialect& dialect);

/// The style of a string. A key that shares its line with its value can be no block.
scalar_style style_of(std::string_view text, const scalar_traits& traits, bool is_simple_key,
                      const yaml_dialect& dialect);

} // namespace argocdpp::cli
