#include "id_token.hpp"

#include "base64url.hpp"
#include "form.hpp"
#include "signature.hpp"

#include <argocdpp/proto/json.hpp>

#include <algorithm>
#include <optional>

namespace argocdpp::open_id {

namespace {

constexpr std::int64_t leeway = 60;

/// One part of a token as the JSON object that it has to be.
std::optional<proto::any> object_in(std::string_view part) {
    const auto bytes = decode_base64url(part);
    if (!bytes)
        return std::nullopt;
    try {
        proto::any document = proto::parse(*bytes);
        if (document.is_object())
            return document;
    } catch (const proto::format_error&) {
    }
    return std::nullopt;
}

/// Seconds since 1970; fractions, which RFC 7519 allows, are cut off.
std::optional<std::int64_t> time_claim(const proto::any& claims, std::string_view name) {
    const proto::any* claim = claims.find(name);
    if (!claim || !claim->is_number())
        return std::nullopt;
    const std::string& spelling = claim->num().spelling;
    if (spelling.find_first_of("eE") == spelling.npos)
        return proto::number{spelling.substr(0, spelling.find('.'))}.integer();
    return claim->num().integer();
}

bool names(const proto::any* audience, const std::string& client_id) {
    if (!audience)
        return false;
    if (audience->is_string())
        return audience->string() == client_id;
    const auto is_it = [&](const proto::any& one) {
        return one.is_string() && one.string() == client_id;
    };
    return audience->is_array() && std::ranges::any_of(audience->items(), is_it);
}

void check_audience(const proto::any& claims, const std::string& client_id) {
    if (!names(claims.find("aud"), client_id))
        throw refusal("it is not meant for the client " + client_id);
    const proto::any* party = claims.find("azp");
    if (party && !(party->is_string() && party->string() == client_id))
        throw refusal("it was given to another client than " + client_id);
}

void check_times(const proto::any& claims, std::int64_t now) {
    const auto expires = time_claim(claims, "exp");
    if (!expires)
        throw refusal("it does not say when it expires");
    if (now >= *expires + leeway)
        throw refusal("it has expired");
    if (time_claim(claims, "nbf").value_or(now) > now + leeway)
        throw refusal("it is not valid yet");
    if (time_claim(claims, "iat").value_or(now) > now + leeway)
        throw refusal("it was issued in the future; is the clock of this machine right?");
}

} // namespace

error refusal(std::string_view why) {
    return {error_kind::unauthenticated, "the issuer's token is refused: " + std::string(why)};
}

std::string text_claim(const proto::any& claims, std::string_view name) {
    const proto::any* claim = claims.find(name);
    return claim && claim->is_string() ? claim->string() : std::string();
}

parsed_token parse_token(std::string_view token) {
    const std::size_t first = token.find('.');
    const std::size_t second = first == token.npos ? token.npos : token.find('.', first + 1);
    if (second == token.npos || token.find('.', second + 1) != token.npos)
        throw refusal("it is no signed token");
    const auto head = object_in(token.substr(0, first));
    auto claims = object_in(token.substr(first + 1, second - first - 1));
    auto signature = decode_base64url(token.substr(second + 1));
    if (!head || !claims || !signature)
        throw refusal("it can't be read");
    parsed_token made;
    made.alg = text_claim(*head, "alg");
    made.kid = text_claim(*head, "kid");
    made.claims = std::move(*claims);
    made.signed_text = token.substr(0, second);
    made.signature = std::move(*signature);
    // RFC 7515, 4.1.11: what must be understood, and is not.
    if (head->find("crit"))
        throw refusal("its header holds extensions that are not known");
    if (!is_known_signature(made.alg))
        throw refusal("its signature (" + printable(made.alg) +
                      ") is none that the issuer's public keys can prove");
    return made;
}

void check_claims(const proto::any& claims, const token_demands& demands) {
    const std::string issuer = text_claim(claims, "iss");
    if (issuer != demands.issuer)
        throw refusal("it was issued by " + printable(issuer) + ", not by " + demands.issuer);
    check_audience(claims, demands.client_id);
    check_times(claims, demands.now);
    if (!demands.nonce.empty() && !is_same_secret(text_claim(claims, "nonce"), demands.nonce))
        throw refusal("its nonce is not the one of this login");
    if (!demands.subject.empty() && text_claim(claims, "sub") != demands.subject)
        throw refusal("it is somebody else's");
}

signature_state check_signature(const parsed_token& token, const proto::json_web_key_set& keys) {
    bool has_key = false;
    for (const proto::json_web_key& key : keys.keys) {
        if (!fits(key, token.alg) || (!token.kid.empty() && key.kid != token.kid))
            continue;
        has_key = true;
        if (is_signed_by(key, token.alg, token.signed_text, token.signature))
            return signature_state::good;
    }
    return has_key ? signature_state::wrong : signature_state::no_key;
}

} // namespace argocdpp::open_id
