// argocdpp logout: makes the server forget a context's token, then the config file.
//
// The token goes to the context's own server and nowhere else, in plain text only where the context
// says so. A server that can't be asked is a warning: the token is removed from the file all the
// same.

#include "../commands.hpp"
#include "../confirmation.hpp"
#include "../invocation.hpp"

#include <argocdpp/sessions.hpp>

namespace argocdpp::cli {
namespace {

struct options {};

void describe(flag_set&, options&) {}

task<void> revoke(invocation& call, config_server server, std::string token) {
    client_settings settings = call.settings_for(server);
    settings.token = std::move(token);
    const auto argocd = call.connect(std::move(settings));
    co_await argocd->session().revoke();
}

task<void> try_to_revoke(invocation& call, std::optional<config_server> server, std::string token) {
    const std::string failed = "failed to invalidate token on server: ";
    if (token.empty()) {
        call.talk().warning(failed + "error getting token from local context file.");
        co_return;
    }
    if (!server) {
        call.talk().warning(failed + "the context names no server.");
        co_return;
    }
    try {
        co_await revoke(call, std::move(*server), std::move(token));
        call.talk().info("token successfully invalidated on server");
    } catch (const error& problem) {
        if (problem.http_status != 0)
            call.talk().warning("server returned unexpected status code " +
                                std::to_string(problem.http_status) + " during logout");
        else
            call.talk().warning(failed + problem.what() + ".");
    }
}

task<exit_code> run(invocation& call, options) {
    if (call.arguments().empty())
        throw show_help();
    const std::string name = call.arguments().front();
    const auto config = call.read_config();
    if (!config)
        throw failure(exit_code::failure, "Nothing to logout from");
    const std::string question = "Are you sure you want to log out from '" + name + "'?";
    if (!is_confirmed(call, question)) {
        call.talk().info("Logout from '" + name + "' cancelled");
        co_return exit_code::success;
    }

    const auto context = config->context(name);
    const auto user = config->user(context ? context->user : name);
    if (!user)
        throw failure(exit_code::failure, "Context " + name + " does not exist");
    const auto server = config->server(context ? context->server : name);
    co_await try_to_revoke(call, server, user->auth_token);

    update_local_config(call.config_path(), [&user](local_config& file) {
        config_user without_tokens;
        without_tokens.name = user->name;
        file.upsert(without_tokens);
    });
    call.streams().out("Logged out from '" + name + "'\n");
    co_return exit_code::success;
}

} // namespace

const command logout = {
    .path = "logout",
    .arguments = "CONTEXT",
    .names = {name_kind::context},
    .summary = "Log out from a context's server",
    .details = "The server forgets the token, and so does the config file; the context stays.",
    .differences = "The token goes to the context's own server only, and in plain text only where "
                   "the context says so.",
    .examples = "argocdpp logout cd.example.com",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
