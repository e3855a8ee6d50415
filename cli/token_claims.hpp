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
    std::string dex_user_id; ///< federated_claims.user_id

    /// How people know the owner: email, else name, else an identifier.
    const std::string& display_name() const;
    /// The local account, "admin" of "admin:login".
    std::string account() const;
};

/// The claims of a JWT. Throws `failure` with the official CLI's words; never with the token.
token_claims read_claims(std::string_view token);

} // namespace argocdpp::cli
