#pragma once
// Whether an ID token is what it has to be: OpenID Connect Core 3.1.3.7.

#include <argocdpp/error.hpp>
#include <argocdpp/proto/any.hpp>
#include <argocdpp/proto/open_id.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace argocdpp::open_id {

/// A JSON Web Token taken apart; nothing in it is verified.
struct parsed_token {
    std::string alg;
    std::string kid;         ///< empty where it names no key
    proto::any claims;       ///< an object
    std::string signed_text; ///< "HEADER.CLAIMS"
    std::string signature;   ///< bytes
};

/// What a token is refused with: one line that never quotes the token.
error refusal(std::string_view why);

/// Throws `refusal` for what is no token or is not signed in a way that can be checked.
parsed_token parse_token(std::string_view token);

/// A claim that is text; empty where it is missing or something else.
std::string text_claim(const proto::any& claims, std::string_view name);

/// What the claims must say.
struct token_demands {
    std::string issuer;
    std::string client_id;
    std::string nonce;    ///< empty: none was sent
    std::string subject;  ///< empty: whoever logs in
    std::int64_t now = 0; ///< seconds since 1970
};

/// Throws `refusal` where they don't, with a minute's leeway for clocks that differ.
void check_claims(const proto::any& claims, const token_demands& demands);

enum class signature_state { good, wrong, no_key };
/// Looks for the token's key among those of the issuer. A token that names none may be signed with
/// any of them that fits.
signature_state check_signature(const parsed_token& token, const proto::json_web_key_set& keys);

} // namespace argocdpp::open_id
