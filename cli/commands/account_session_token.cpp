// argocdpp account session-token: the token of the config file, for other programs.

#include "../commands.hpp"
#include "../context_tokens.hpp"
#include "../document_output.hpp"
#include "../invocation.hpp"
#include "../token_claims.hpp"
#include "../views/time_text.hpp"

namespace argocdpp::cli {
namespace {

struct options {
    std::string output;
};

void describe(flag_set& flags, options& given) {
    flags
        .add(given.output, "output", 'o',
             "json, jsonpath=… or custom-columns=… for what the token says of itself too")
        .one_of("json jsonpath= custom-columns=");
}

config_user stored_user(invocation& call) {
    const auto refuse = [](const char* message) { throw failure(exit_code::failure, message); };
    const auto config = call.read_config();
    if (!config)
        refuse("No configuration found. Please login first with 'argocd login'");
    const auto context = config->resolve(call.globals().context);
    const auto user = config->user(context.user);
    if (!user || user->auth_token.empty())
        refuse("No authentication token found. Please login first with 'argocd login'");
    return *user;
}

token_claims valid_claims(const std::string& token, long long now) {
    token_claims claims;
    try {
        claims = read_claims(token);
    } catch (const failure&) {
        throw failure(exit_code::failure, "Invalid token format. Please run 'argocd relogin'");
    }
    if (!claims.is_valid_at(now))
        throw failure(exit_code::failure,
                      "Token is invalid or expired. Please run 'argocd relogin'");
    return claims;
}

proto::any description(const config_user& user, const token_claims& claims) {
    const auto zone = time_zone::local();
    proto::any facts;
    if (claims.expires_at)
        facts.set("expires_at", rfc3339(claims.expires_at, zone));
    facts.set("has_refresh_token", !user.refresh_token.empty());
    if (claims.issued_at)
        facts.set("issued_at", rfc3339(claims.issued_at, zone));
    facts.set("issuer", claims.issuer);
    facts.set("token", user.auth_token);
    facts.set("type", claims.issuer == "argocd" ? "local" : "sso");
    facts.set("username", account_of(claims.identifier()));
    return facts;
}

task<exit_code> run(invocation& call, options given) {
    const client_settings& settings = call.settings();
    auto user = stored_user(call);
    const auto tokens = make_context_tokens(call, user.name, settings);
    co_await tokens->current(); // renews what the file holds, where it is time
    user = stored_user(call);
    const auto claims = valid_claims(user.auth_token, call.time().unix_seconds());
    call.streams().out(given.output == "json" || is_template(given.output)
                           ? document_text(description(user, claims), given.output)
                           : user.auth_token + "\n");
    co_return exit_code::success;
}

} // namespace

const command account_session_token = {
    .path = "account session-token",
    .summary = "Print the token that the config file holds",
    .details =
        "It is the config file's, whatever --auth-token and ARGOCD_AUTH_TOKEN say. An "
        "expired one is renewed where it came from single sign-on with a refresh token, else "
        "refused.",
    .examples = "export ARGOCD_AUTH_TOKEN=$(argocdpp account session-token)",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
