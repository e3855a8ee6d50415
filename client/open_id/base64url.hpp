#pragma once
// Base64 as tokens and keys hold it: RFC 4648's alphabet for URLs, without padding.

#include <optional>
#include <string>
#include <string_view>

namespace argocdpp::open_id {

/// Padding is passed over; nothing where there is another character.
std::optional<std::string> decode_base64url(std::string_view text);
std::string encode_base64url(std::string_view bytes);

} // namespace argocdpp::open_id
