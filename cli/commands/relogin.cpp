// argocdpp relogin: a new token for the account of the current context.

#include "../commands.hpp"
#include "../invocation.hpp"
#include "../questions.hpp"
#include "../token_claims.hpp"

#include <argocdpp/sessions.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    std::string password;
    bool password_stdin = false;
    std::string callback;
    long long sso_port = 8085;
    bool sso_launch_browser = true;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.callback, "callback", 0, "for single sign-on, which is not here yet");
    flags.add(given.password, "password", 0, "password of the account; asked for where missing");
    flags
        .add(given.password_stdin, "password-stdin", 0,
             "take the first line of standard input as the password")
        .not_in_argocd();
    flags.add(given.sso_launch_browser, "sso-launch-browser", 0,
              "for single sign-on, which is not here yet");
    flags.add(given.sso_port, "sso-port", 0, "for single sign-on, which is not here yet");
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

task<exit_code> run(invocation& call, options given) {
    if (!call.arguments().empty())
        throw show_help();
    const auto config = call.read_config();
    if (!config)
        throw failure(exit_code::failure, "No context found. Login using `argocd login`");
    const known_login before = current_login(*config);
    const token_claims claims = read_claims(before.user.auth_token);
    if (claims.issuer != "argocd") {
        call.streams().out("Reinitiating SSO login\n");
        throw failure(exit_code::failure, "single sign-on is not in argocdpp yet; use a token "
                                          "(--auth-token, ARGOCD_AUTH_TOKEN) instead");
    }
    call.streams().out("Relogging in as '" + claims.display_name() + "'\n");

    std::string username = claims.account();
    if (username.empty())
        username = ask_text(call.streams(), "Username", "a token that names its account");
    std::string password = given.password;
    if (given.password_stdin)
        take_secret_line(call.streams(), "password", password);
    else if (password.empty())
        password = ask_secret(call.streams(), "Password", "--password or --password-stdin");
    const auto argocd = call.connect(call.settings_for(before.server));
    const std::string token =
        co_await argocd->session().create(std::move(username), std::move(password));

    update_local_config(call.config_path(), [&](local_config& file) {
        config_user user;
        user.name = before.user.name;
        user.auth_token = token;
        file.upsert(user);
    });
    call.streams().out("Context '" + config->current_context() + "' updated\n");
    co_return exit_code::success;
}

} // namespace

const command relogin = {
    .path = "relogin",
    .summary = "Log in again to the current context's server",
    .differences = "Renews the user of the context in force, or of --argocd-context.",
    .examples = "argocdpp relogin\n"
                "argocdpp relogin --password-stdin < password.txt",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
