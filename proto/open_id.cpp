#include "field_table.hpp"

#include <argocdpp/proto/open_id.hpp>

namespace argocdpp::proto {

void fields(either<issuer_metadata> auto& x, auto& visit) {
    visit("issuer", x.issuer);
    visit("authorization_endpoint", x.authorization_endpoint);
    visit("token_endpoint", x.token_endpoint);
    visit("device_authorization_endpoint", x.device_authorization_endpoint);
    visit("jwks_uri", x.jwks_uri);
    visit("scopes_supported", x.scopes_supported);
    visit("response_types_supported", x.response_types_supported);
}
template struct codec<issuer_metadata>;

void fields(either<json_web_key> auto& x, auto& visit) {
    visit("kty", x.kty);
    visit("kid", x.kid);
    visit("use", x.use);
    visit("alg", x.alg);
    visit("crv", x.crv);
    visit("n", x.n);
    visit("e", x.e);
    visit("x", x.x);
    visit("y", x.y);
}
template struct codec<json_web_key>;

void fields(either<json_web_key_set> auto& x, auto& visit) { visit("keys", x.keys); }
template struct codec<json_web_key_set>;

void fields(either<token_answer> auto& x, auto& visit) {
    visit("id_token", x.id_token);
    visit("refresh_token", x.refresh_token);
    visit("error", x.error);
    visit("error_description", x.error_description);
}
template struct codec<token_answer>;

void fields(either<device_answer> auto& x, auto& visit) {
    visit("device_code", x.device_code);
    visit("user_code", x.user_code);
    visit("verification_uri", x.verification_uri);
    visit("verification_uri_complete", x.verification_uri_complete);
    visit("expires_in", x.expires_in);
    visit("interval", x.interval);
    visit("error", x.error);
    visit("error_description", x.error_description);
}
template struct codec<device_answer>;

} // namespace argocdpp::proto
