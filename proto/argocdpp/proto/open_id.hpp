#pragma once
// What an OpenID Connect issuer says: its discovery document, its keys, its answers.

#include <argocdpp/proto/any.hpp>

#include <string>
#include <vector>

namespace argocdpp::proto {

/// GET ISSUER/.well-known/openid-configuration.
struct issuer_metadata {
    std::string issuer;
    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string device_authorization_endpoint; ///< RFC 8628; empty where it offers none
    std::string jwks_uri;
    std::vector<std::string> scopes_supported;
    std::vector<std::string> response_types_supported;
    any rest;
};

/// A public key, RFC 7517; which members count depends on `kty`.
struct json_web_key {
    std::string kty; ///< RSA, EC or OKP
    std::string kid;
    std::string use; ///< "sig", "enc" or empty
    std::string alg;
    std::string crv;
    std::string n, e; ///< RSA, base64url as are the next two
    std::string x, y;
    any rest;
};

struct json_web_key_set {
    std::vector<json_web_key> keys;
    any rest;
};

/// An answer of the token endpoint: tokens, or an error by RFC 6749, 5.2.
struct token_answer {
    std::string id_token;
    std::string refresh_token;
    std::string error;
    std::string error_description;
    any rest;
};

/// RFC 8628, 3.2.
struct device_answer {
    std::string device_code;
    std::string user_code;
    std::string verification_uri;
    std::string verification_uri_complete;
    long long expires_in = 0; ///< seconds, as the next one
    long long interval = 0;
    std::string error;
    std::string error_description;
    any rest;
};

} // namespace argocdpp::proto
