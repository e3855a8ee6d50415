// argocdpp relogin: a new token for the account of the current context, in the way of the old one.

#include "../commands.hpp"
#include "../invocation.hpp"
#include "../questions.hpp"
#include "../single_sign_on.hpp"
#include "../token_claims.hpp"

#include <argocdpp/sessions.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    std::string password;
    bool password_stdin = false;
    sso_options single;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.password, "password", 0, "password of the account; asked for where missing");
    flags
        .add(given.password_stdin, "password-stdin", 0,
             "take the first line of standard input as the password")
        .not_in_argocd();
    add_sso_flags(flags, given.single);
}

struct known_login {
    config_server server;
    config_user user;
};

/// What the config file's current context names. --server and its like don't count: the password
/// goes where the old token came from.
known_login current_login(const local_config& config) {
    const std::string name = config.current_context();
    if (name.empty())
        throw failure(exit_code::error, "local config: current-context unset");
    const auto context = config.context(name);
    if (!context)
        throw failure(exit_code::error, "Context '" + name + "' undefined");
    const auto server = config.server(context->server);
    const auto user = config.user(context->user);
    if (!server)
        throw failure(exit_code::error, "Server '" + context->server + "' undefined");
    if (!user)
        throw failure(exit_code::error, "User '" + context->user + "' undefined");
    return {*server, *user};
}

task<sso_tokens> log_in_again(invocation& call, const known_login& before, options given) {
    const token_claims claims = read_claims(before.user.auth_token);
    sso_tokens tokens;
    if (claims.issuer != "argocd") {
        call.streams().out("Reinitiating SSO login\n");
        tokens = co_await sign_on(call, call.settings_for(before.server), std::move(given.single));
        co_return tokens;
    }
    call.streams().out("Relogging in as '" + claims.display_name() + "'\n");
    std::string username = claims.account();
    if (username.empty())
        username = ask_text(call.streams(), "Username", "a token that names its account");
    std::string password = std::move(given.password);
    if (given.password_stdin)
        take_secret_line(call.streams(), "password", password);
    else if (password.empty())
        password = ask_secret(call.streams(), "Password", "--password or --password-stdin");
    const auto argocd = call.connect(call.settings_for(before.server));
    tokens.id_token = co_await argocd->session().create(std::move(username), std::move(password));
    co_return tokens;
}

task<exit_code> run(invocation& call, options given) {
    if (!call.arguments().empty())
        throw show_help();
    const auto config = call.read_config();
    if (!config)
        throw failure(exit_code::failure, "No context found. Login using `argocd login`");
    const known_login before = current_login(*config);
    const sso_tokens tokens = co_await log_in_again(call, before, std::move(given));
    update_local_config(call.config_path(), [&](local_config& file) {
        config_user user;
        user.name = before.user.name;
        user.auth_token = tokens.id_token;
        user.refresh_token = tokens.refresh_token;
        file.upsert(user);
    });
    call.streams().out("Context '" + config->current_context() + "' updated\n");
    co_return exit_code::success;
}

} // namespace

const command relogin = {
    .path = "relogin",
    .summary = "Log in again to the current context's server",
    .details = "A token of single sign-on is renewed as by `login --sso`.",
    .differences = "Renews the user of the context in force, or of --argocd-context.",
    .examples = "argocdpp relogin\n"
                "argocdpp relogin --password-stdin < password.txt",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
