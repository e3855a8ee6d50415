#include "../digest.hpp"
#include "../rest.hpp"
#include "base64url.hpp"
#include "form.hpp"
#include "id_token.hpp"
#include "issuer_calls.hpp"
#include "signature.hpp"
#include "token_endpoint.hpp"

#include <argocdpp/proto/open_id.hpp>
#include <argocdpp/proto/server.hpp>
#include <argocdpp/single_sign_on.hpp>

#include <algorithm>

namespace argocdpp {

namespace {

using namespace open_id;

// Dex, which comes with Argo CD, knows its command line by this name; the scope adds whom its
// connectors know (cmd/argocd and util/dex of the official CLI).
constexpr std::string_view dex_path = "/api/dex";
constexpr std::string_view dex_client = "argo-cd-cli";
constexpr std::string_view dex_scope = "federated:id";

bool contains(const std::vector<std::string>& list, std::string_view text) {
    return std::ranges::find(list, text) != list.end();
}

std::string joined(const std::vector<std::string>& scopes) {
    std::string text;
    for (const std::string& scope : scopes)
        text += (text.empty() ? "" : " ") + scope;
    return text;
}

error query_failure(const std::string& issuer, const std::string& why) {
    return {error_kind::protocol, "failed to query provider \"" + printable(issuer) + "\": " + why};
}

} // namespace

struct single_sign_on::state {
    state(rest& argo_cd, transport_maker connect)
        : calls(argo_cd)
        , web(
              argo_cd.settings(), argo_cd.time(), [&argo_cd] { return argo_cd.random(); },
              std::move(connect)) {}

    void take(const proto::server_settings& known);
    void check(const proto::issuer_metadata& found) const;
    task<proto::json_web_key_set> keys();
    task<void> verify(const std::string& token, token_demands demands);
    task<sso_tokens> verified(proto::token_answer answer, token_demands demands);
    token_demands demands() const {
        return {issuer, client_id, {}, {}, calls.time().unix_seconds()};
    }

    rest& calls;
    issuer_calls web;
    std::string issuer;
    std::string client_id;
    std::vector<std::string> scopes;
    proto::any id_token_claims;
    proto::issuer_metadata metadata;
};

void single_sign_on::state::take(const proto::server_settings& known) {
    scopes = {"openid", "profile", "email", "groups"};
    if (known.oidc_config && !known.oidc_config->issuer.empty()) {
        const proto::oidc_settings& oidc = *known.oidc_config;
        issuer = oidc.issuer;
        client_id = oidc.cli_client_id.empty() ? oidc.client_id : oidc.cli_client_id;
        id_token_claims = oidc.id_token_claims;
        if (!oidc.scopes.empty())
            scopes = oidc.scopes;
        return;
    }
    const bool has_dex = known.dex_config && known.dex_config->connectors.is_array() &&
                         !known.dex_config->connectors.items().empty();
    if (!has_dex)
        throw error(error_kind::invalid,
                    calls.settings().server.authority() + " is not configured with SSO");
    issuer = known.url + std::string(dex_path);
    client_id = dex_client;
    scopes.emplace_back(dex_scope);
}

void single_sign_on::state::check(const proto::issuer_metadata& found) const {
    if (found.issuer != issuer)
        throw query_failure(issuer,
                            "oidc: issuer URL provided to client (\"" + printable(issuer) +
                                "\") did not match the issuer URL returned by provider (\"" +
                                printable(found.issuer) + "\")");
    // What is opened in a browser must be a page, and what is secret must not get less protection
    // than the document that said where to send it.
    for (const std::string* url : {&found.authorization_endpoint, &found.token_endpoint,
                                   &found.jwks_uri, &found.device_authorization_endpoint}) {
        const bool may_be_missing = url == &found.device_authorization_endpoint && url->empty();
        const bool is_weaker = scheme_of(issuer) == "https" && scheme_of(*url) != "https";
        if (!may_be_missing && (scheme_of(*url).empty() || is_weaker))
            throw query_failure(issuer, "the address \"" + printable(*url) +
                                            "\" in its configuration can't be used");
    }
}

single_sign_on::single_sign_on(rest& calls, transport_maker connect)
    : state_(std::make_unique<state>(calls, std::move(connect))) {}
single_sign_on::~single_sign_on() = default;
single_sign_on::single_sign_on(single_sign_on&&) noexcept = default;

const std::string& single_sign_on::issuer() const { return state_->issuer; }

bool single_sign_on::has_device_login() const {
    return !state_->metadata.device_authorization_endpoint.empty();
}

task<void> single_sign_on::discover() {
    const auto known =
        co_await state_->calls.get_as<proto::server_settings>(api_path("/api/v1/settings"));
    state_->take(known);
    const std::string& issuer = state_->issuer;
    const std::string url = issuer.substr(0, issuer.size() - issuer.ends_with('/')) +
                            "/.well-known/openid-configuration";
    try {
        const issuer_answer answer = co_await state_->web.get(url);
        if (answer.status != 200)
            throw error(error_kind::protocol, std::to_string(answer.status) + ": " +
                                                  printable(answer.body.substr(0, 200)));
        state_->metadata =
            decoded<proto::issuer_metadata>(parsed(answer.body, "GET " + url), "GET " + url);
    } catch (const error& failure) {
        throw query_failure(issuer, failure.what());
    }
    state_->check(state_->metadata);
    const auto& offered = state_->metadata.scopes_supported;
    // The list is only recommended: an issuer without one is taken to follow the standard.
    if (offered.empty() || contains(offered, "offline_access"))
        state_->scopes.emplace_back("offline_access");
}

sso_request single_sign_on::begin(std::string redirect_url) const {
    const auto& responses = state_->metadata.response_types_supported;
    if (!responses.empty() && !contains(responses, "code"))
        throw error(error_kind::invalid,
                    "the issuer " + state_->issuer +
                        " offers the implicit flow only, which puts tokens into addresses; "
                        "argocdpp does not use it");
    sso_request made;
    made.redirect_url = std::move(redirect_url);
    made.state = encode_base64url(random_bytes(32));
    made.nonce = encode_base64url(random_bytes(32));
    made.verifier = encode_base64url(random_bytes(32));
    form fields = {{"access_type", "offline"}};
    const proto::any& claims = state_->id_token_claims;
    if (claims.is_object() && !claims.members().empty()) {
        proto::any wanted;
        wanted.set("id_token", claims);
        fields.emplace_back("claims", proto::write(wanted));
    }
    fields.emplace_back("client_id", state_->client_id);
    sha256 challenge;
    challenge.feed(made.verifier);
    fields.emplace_back("code_challenge", encode_base64url(challenge.finish_bytes()));
    fields.emplace_back("code_challenge_method", "S256");
    fields.emplace_back("nonce", made.nonce);
    fields.emplace_back("redirect_uri", made.redirect_url);
    fields.emplace_back("response_type", "code");
    fields.emplace_back("scope", joined(state_->scopes));
    fields.emplace_back("state", made.state);
    made.url = with_query(state_->metadata.authorization_endpoint, fields);
    return made;
}

task<proto::json_web_key_set> single_sign_on::state::keys() {
    const std::string request = "GET " + metadata.jwks_uri;
    const issuer_answer answer = co_await web.get(metadata.jwks_uri);
    if (answer.status != 200)
        throw refusal("the issuer's keys can't be read (" + std::to_string(answer.status) + ")");
    co_return decoded<proto::json_web_key_set>(parsed(answer.body, request), request);
}

task<void> single_sign_on::state::verify(const std::string& token, token_demands demands) {
    const parsed_token parts = parse_token(token);
    signature_state found = signature_state::no_key;
    // Keys are changed from time to time: an unknown one is looked for once more.
    for (int tries = 0; tries < 2 && found == signature_state::no_key; ++tries) {
        const proto::json_web_key_set known = co_await keys();
        found = check_signature(parts, known);
    }
    if (found == signature_state::no_key)
        throw refusal("it is signed with a key that the issuer does not have");
    if (found == signature_state::wrong)
        throw refusal("its signature is wrong");
    check_claims(parts.claims, demands);
}

task<sso_tokens> single_sign_on::state::verified(proto::token_answer answer,
                                                 token_demands demands) {
    if (answer.id_token.empty())
        throw error(error_kind::protocol, "no id_token in token response");
    co_await verify(answer.id_token, std::move(demands));
    sso_tokens made;
    made.id_token = std::move(answer.id_token);
    made.refresh_token = std::move(answer.refresh_token);
    co_return made;
}

task<sso_tokens> single_sign_on::redeem(const sso_request& request, std::string code) {
    form fields;
    fields.emplace_back("client_id", state_->client_id);
    fields.emplace_back("code", code);
    fields.emplace_back("code_verifier", request.verifier);
    fields.emplace_back("grant_type", "authorization_code");
    fields.emplace_back("redirect_uri", request.redirect_url);
    std::vector<std::string> secrets = {std::move(code), request.verifier};
    auto answer = co_await ask_for_tokens(state_->web, state_->metadata.token_endpoint,
                                          std::move(fields), std::move(secrets));
    token_demands demands = state_->demands();
    demands.nonce = request.nonce;
    auto tokens = co_await state_->verified(granted(std::move(answer)), std::move(demands));
    co_return tokens;
}

task<sso_tokens> single_sign_on::renew(std::string refresh_token, std::string id_token) {
    const proto::any before = parse_token(id_token).claims;
    token_demands demands = state_->demands();
    demands.subject = text_claim(before, "sub");
    if (text_claim(before, "iss") != state_->issuer)
        throw error(error_kind::unauthenticated, "the stored token is of another issuer (" +
                                                     printable(text_claim(before, "iss")) +
                                                     ") than the server now names (" +
                                                     state_->issuer + "); log in again");
    form fields;
    fields.emplace_back("client_id", state_->client_id);
    fields.emplace_back("grant_type", "refresh_token");
    fields.emplace_back("refresh_token", refresh_token);
    std::vector<std::string> secrets = {refresh_token};
    auto answer = co_await ask_for_tokens(state_->web, state_->metadata.token_endpoint,
                                          std::move(fields), std::move(secrets));
    auto tokens = co_await state_->verified(granted(std::move(answer)), std::move(demands));
    if (tokens.refresh_token.empty())
        tokens.refresh_token = std::move(refresh_token);
    co_return tokens;
}

task<sso_device> single_sign_on::begin_on_device() {
    form fields;
    fields.emplace_back("client_id", state_->client_id);
    fields.emplace_back("scope", joined(state_->scopes));
    auto made = co_await ask_for_device(state_->web, state_->metadata.device_authorization_endpoint,
                                        std::move(fields));
    co_return made;
}

task<sso_tokens> single_sign_on::wait_for(const sso_device& device) {
    auto answer =
        co_await poll_for_tokens(state_->web, state_->calls.time(), state_->metadata.token_endpoint,
                                 state_->client_id, device);
    auto tokens = co_await state_->verified(std::move(answer), state_->demands());
    co_return tokens;
}

} // namespace argocdpp
