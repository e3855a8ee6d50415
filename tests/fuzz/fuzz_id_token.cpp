// What comes back from an issuer: an ID token with the keys that should prove it, and the request
// of a browser. No forged token counts, no error quotes a token, and no request but the right one
// ends a login well. The lines of the input: the token's header and its claims, as JSON; its
// signature; the issuer's keys, as JSON; and then the head of a browser's request.

#include "open_id/base64url.hpp"
#include "open_id/callback.hpp"
#include "open_id/id_token.hpp"
#include "target.hpp"

#include <argocdpp/proto/codec.hpp>
#include <argocdpp/proto/json.hpp>

namespace argocdpp::fuzz {

namespace {

constexpr std::int64_t now = 1'800'000'000;

open_id::token_demands demands() {
    open_id::token_demands made;
    made.issuer = "https://issuer.example.com";
    made.client_id = "argocd";
    made.nonce = "the-nonce";
    made.now = now;
    return made;
}

proto::json_web_key_set keys_in(std::string_view text) {
    try {
        return proto::decode<proto::json_web_key_set>(proto::parse(text));
    } catch (const proto::format_error&) {
        return {};
    }
}

void check_refusal(const error& refused, std::string_view token) {
    expect(refused.kind == error_kind::unauthenticated, "a bad token is no login");
    const std::string_view said = refused.what();
    while (!token.empty())
        if (const auto part = take_until(token, "."); part.size() > 20)
            expect(said.find(part) == said.npos, "no part of the token in an error");
}

void check_demands(const proto::any& claims, std::string_view token) {
    try {
        open_id::check_claims(claims, demands());
        expect(open_id::text_claim(claims, "iss") == demands().issuer, "of this issuer only");
        expect(open_id::text_claim(claims, "nonce") == demands().nonce, "of this login only");
        expect(claims.find("exp") && claims.find("aud"), "with an end and an audience");
    } catch (const error& refused) {
        check_refusal(refused, token);
    }
}

void check_token(std::string_view token, const proto::json_web_key_set& keys) {
    try {
        const auto parsed = open_id::parse_token(token);
        expect(parsed.alg != "none" && !parsed.alg.starts_with("HS"), "signed by a public key");
        // The corpus holds no signature of its own keys, and nobody can guess one.
        expect(open_id::check_signature(parsed, keys) != open_id::signature_state::good,
               "no forged signature is good");
        check_demands(parsed.claims, token);
    } catch (const error& refused) {
        check_refusal(refused, token);
    }
}

void check_request(std::string_view head) {
    sso_request login;
    login.state = "the-state";
    const auto back = open_id::read_callback(head, login);
    if (back.status == 200 && back.problem.empty()) {
        expect(!back.code.empty(), "a login ends well with a code only");
        expect(head.starts_with("GET /auth/callback?"), "as the answer to the callback");
    } else {
        expect(back.code.empty(), "no code from what is refused");
    }
    for (const char c : back.problem)
        expect(static_cast<unsigned char>(c) >= ' ', "no control characters in an error");
}

} // namespace

void id_token(std::string_view text) {
    std::string token = open_id::encode_base64url(take_until(text, "\n")) + ".";
    token += open_id::encode_base64url(take_until(text, "\n")) + ".";
    token += take_until(text, "\n");
    const auto keys = keys_in(take_until(text, "\n"));
    check_token(token, keys);
    check_request(text);
    check_token(text, keys);
}

} // namespace argocdpp::fuzz
