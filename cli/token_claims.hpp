#pragma once
// What a token says of its owner. Nothing is verified: that is the server's part.

#include <string>
#include <string_view>

namespace argocdpp::cli {

struct token_claims {
    std::string issuer;
    std::string subject;
    std::string email;
    std::string name;
    std::string dex_user_id;  ///< federated_claims.user_id
    std::string id;           ///< jti
    long long issued_at = 0;  ///< seconds since 1970, as the next one
    long long expires_at = 0; ///< 0 for never
    long long not_before = 0;

    /// How people know the owner: email, else name, else an identifier.
    const std::string& display_name() const;
    /// Who it is for the server: Dex's user, else the subject.
    const std::string& identifier() const;
    /// Whether the token counts at this time, in seconds since 1970.
    bool is_valid_at(long long now) const;
    /// The local account, "admin" of "admin:login".
    std::string account() const;
};

/// The account in a subject: "admin" of "admin:login".
std::string account_of(std::string_view subject);

/// The claims of a JWT. Throws `failure` with the official CLI's words; never with the token.
token_claims read_claims(std::string_view token);

} // namespace argocdpp::cli
