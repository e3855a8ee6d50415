#pragma once
// Identifiers of GnuPG keys.

#include <string>
#include <string_view>

namespace argocdpp::cli {

/// The short form (16 hexadecimal digits) of a short or long (40 digits) identifier. Throws
/// std::invalid_argument with the official CLI's words.
std::string gnupg_key_id(std::string_view text);

} // namespace argocdpp::cli
