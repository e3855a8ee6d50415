#pragma once
// Base64 as the config file holds certificates in it.

#include <string>
#include <string_view>

namespace argocdpp::cli {

/// Standard alphabet with padding; line breaks are skipped. Throws `failure` (exit code 1) with
/// Go's words.
std::string decode_base64(std::string_view text);

/// With padding, on one line.
std::string encode_base64(std::string_view bytes);

} // namespace argocdpp::cli
