// argocdpp account generate-token, delete-token: tokens of the server's own accounts.

#include "../account_choice.hpp"
#include "../commands.hpp"
#include "../confirmation.hpp"
#include "../project_edit.hpp"
#include "../token_lifetime.hpp"

#include <argocdpp/accounts.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    std::string account;
    std::string expires_in = "0s";
    std::string id;
};

void describe_generation(flag_set& flags, options& given) {
    flags.add(given.account, "account", 'a', "name of the account; one's own")
        .naming(name_kind::account);
    flags.add(given.expires_in, "expires-in", 'e', "until the token expires, e.g. 12h, 7d; never");
    flags.add(given.id, "id", 0, "identifier of the token; a random one");
}

void describe_deletion(flag_set& flags, options& given) {
    flags.add(given.account, "account", 'a', "name of the account; one's own")
        .naming(name_kind::account);
}

task<exit_code> generate(invocation& call, options given) {
    auto name = co_await chosen_account(call, given.account);
    // Here, unlike with projects, an empty lifetime is none.
    if (given.expires_in.empty())
        throw bad_lifetime("");
    const auto lifetime = token_lifetime(given.expires_in);
    const auto token =
        co_await call.server().local_accounts().create_token(std::move(name), lifetime, given.id);
    call.streams().out(token + "\n");
    co_return exit_code::success;
}

task<exit_code> remove(invocation& call, options given) {
    expect_arguments(call, 1);
    const auto& id = call.arguments().front();
    auto name = co_await chosen_account(call, given.account);
    if (!is_confirmed(call, "Are you sure you want to delete '" + id + "' token? [y/n]")) {
        call.streams().out("The command to delete '" + id + "' was cancelled.\n");
        co_return exit_code::success;
    }
    co_await call.server().local_accounts().delete_token(std::move(name), id);
    co_return exit_code::success;
}

} // namespace

const command account_generate_token = {
    .path = "account generate-token",
    .summary = "Make a token for an account",
    .details = "The account needs the apiKey capability.",
    .examples = "argocdpp account generate-token --account ci --expires-in 30d",
    .bind = bind<options, describe_generation, generate>,
};

const command account_delete_token = {
    .path = "account delete-token",
    .arguments = "ID",
    .summary = "Make a token of an account invalid",
    .examples = "argocdpp account delete-token --account ci my-token",
    .bind = bind<options, describe_deletion, remove>,
};

} // namespace argocdpp::cli
