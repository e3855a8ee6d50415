// argocdpp account update-password: a new password for oneself, or for another account.

#include "../commands.hpp"
#include "../invocation.hpp"
#include "../project_edit.hpp"
#include "../questions.hpp"

#include <argocdpp/accounts.hpp>
#include <argocdpp/sessions.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    std::string account;
    std::string current_password;
    std::string new_password;
    bool current_password_stdin = false;
    bool new_password_stdin = false;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.account, "account", 0, "name of the account; one's own")
        .naming(name_kind::account);
    flags.add(given.current_password, "current-password", 0,
              "password of who asks; asked for where missing");
    flags
        .add(given.current_password_stdin, "current-password-stdin", 0,
             "take the first line of standard input as that password")
        .not_in_argocd();
    flags.add(given.new_password, "new-password", 0, "the new one; asked for where missing");
    flags
        .add(given.new_password_stdin, "new-password-stdin", 0,
             "take the next line of standard input as the new one")
        .not_in_argocd();
}

std::string current_password(invocation& call, const std::string& username) {
    call.streams().out("*** Enter password of currently logged in user (" + username + "): ");
    const auto secret = call.streams().read_secret();
    if (!secret)
        throw failure(exit_code::error,
                      "EOF: no answer on standard input; pass --current-password");
    return *secret;
}

/// The old password's sessions are over: a new one for the config file's user.
task<void> renew_session(invocation& call, std::string username, std::string password) {
    const auto config = call.read_config();
    if (!config)
        co_return; // the official CLI crashes here
    const auto context = config->resolve(call.globals().context);
    const auto token =
        co_await call.server().session().create(std::move(username), std::move(password));
    update_local_config(call.config_path(), [&](local_config& file) {
        config_user user;
        user.name = context.user;
        user.auth_token = token;
        file.upsert(user);
    });
    call.streams().out("Context '" + context.name + "' updated\n");
}

task<exit_code> run(invocation& call, options given) {
    expect_arguments(call, 0);
    if (given.current_password_stdin)
        take_secret_line(call.streams(), "current-password", given.current_password);
    if (given.new_password_stdin)
        take_secret_line(call.streams(), "new-password", given.new_password);
    const auto user = co_await call.server().session().user();
    password_change change;
    change.name = given.account.empty() ? user.username : given.account;
    change.current_password = given.current_password;
    if (change.current_password.empty() && user.iss == "argocd")
        change.current_password = current_password(call, user.username);
    change.new_password = given.new_password;
    if (change.new_password.empty())
        change.new_password =
            ask_new_password(call.streams(), change.name, "--new-password", [&call] {
                call.talk().line(log_level::error, "Passwords do not match");
            });
    co_await call.server().local_accounts().change_password(change);
    call.streams().out("Password updated\n");
    if (change.name == user.username)
        co_await renew_session(call, user.username, change.new_password);
    co_return exit_code::success;
}

} // namespace

const command account_update_password = {
    .path = "account update-password",
    .summary = "Change a password",
    .details =
        "Of one's own account, unless --account says whose. The config file gets a new "
        "session, as the old ones end.\nOn standard input the current password stands before "
        "the new one, each in a line of its own.",
    .examples = "argocdpp account update-password\n"
                "argocdpp account update-password --current-password-stdin --new-password-stdin "
                "< passwords.txt\n"
                "argocdpp account update-password --account ci",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
