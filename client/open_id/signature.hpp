#pragma once
// Signatures of JSON Web Tokens by an issuer's public keys (RFC 7515, RFC 7518, RFC 8037).

#include <argocdpp/proto/open_id.hpp>

#include <string>
#include <string_view>

namespace argocdpp::open_id {

/// Whether this is one of the signatures that are checked here: RS, PS and ES with 256, 384 and
/// 512, and EdDSA. "none" and those with a shared secret (HS256 …) are not.
bool is_known_signature(std::string_view alg);

/// Whether a key may have made signatures of that kind.
bool fits(const proto::json_web_key& key, std::string_view alg);

/// Whether `signature` (bytes) is that of `text` by the key, which fits. False for keys that can't
/// be read, and for RSA keys of less than 2048 bits.
bool is_signed_by(const proto::json_web_key& key, std::string_view alg, std::string_view text,
                  const std::string& signature);

/// Bytes that nobody can guess.
std::string random_bytes(std::size_t count);
/// Whether both are equal, in a time that does not tell where they differ.
bool is_same_secret(std::string_view a, std::string_view b);

} // namespace argocdpp::open_id
