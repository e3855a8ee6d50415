// argocdpp account list, get, can-i: the server's own accounts, and what one may do.

#include "../account_choice.hpp"
#include "../commands.hpp"
#include "../document_output.hpp"
#include "../invocation.hpp"
#include "../project_edit.hpp"
#include "../views/account_rows.hpp"

#include <argocdpp/accounts.hpp>

namespace argocdpp::cli {
namespace {

struct list_options {
    std::string output = "wide";
};

void describe_list(flag_set& flags, list_options& given) {
    flags
        .add(given.output, "output", 'o',
             "one of wide, name, json, yaml, jsonpath=…, custom-columns=…")
        .one_of("wide name json yaml jsonpath= custom-columns=");
}

task<exit_code> list(invocation& call, list_options given) {
    const auto found = co_await call.server().local_accounts().list();
    std::string text;
    if (is_document_format(given.output)) {
        text = list_document(found, given.output);
    } else if (given.output == "name") {
        for (const auto& account : found)
            text += account.name + "\n";
    } else {
        check_wide(given.output);
        text = account_table(found);
    }
    call.streams().out(text);
    co_return exit_code::success;
}

struct get_options {
    std::string output = "wide";
    std::string account;
};

void describe_get(flag_set& flags, get_options& given) {
    flags.add(given.account, "account", 'a', "name of the account; one's own")
        .naming(name_kind::account);
    flags
        .add(given.output, "output", 'o',
             "one of wide, name, json, yaml, jsonpath=…, custom-columns=…")
        .one_of("wide name json yaml jsonpath= custom-columns=");
}

task<exit_code> get(invocation& call, get_options given) {
    auto name = co_await chosen_account(call, given.account);
    const auto account = co_await call.server().local_accounts().get(std::move(name));
    std::string text;
    if (is_document_format(given.output)) {
        text = document_text(proto::encode(account), given.output);
    } else if (given.output == "name") {
        text = account.name + "\n";
    } else {
        check_wide(given.output);
        text = account_text(account, call.time().unix_seconds());
    }
    call.streams().out(text);
    co_return exit_code::success;
}

struct no_options {};

void describe_nothing(flag_set&, no_options&) {}

task<exit_code> can_i(invocation& call, no_options) {
    expect_arguments(call, 3);
    const auto& words = call.arguments();
    const auto answer = co_await call.server().local_accounts().can_i(words[0], words[1], words[2]);
    call.streams().out(answer + "\n");
    co_return exit_code::success;
}

} // namespace

const command account_list = {
    .path = "account list",
    .summary = "List the server's accounts",
    .examples = "argocdpp account list",
    .bind = bind<list_options, describe_list, list>,
};

const command account_get = {
    .path = "account get",
    .summary = "Show an account with its tokens",
    .examples = "argocdpp account get\n"
                "argocdpp account get --account ci",
    .bind = bind<get_options, describe_get, get>,
};

const command account_can_i = {
    .path = "account can-i",
    .arguments = "ACTION RESOURCE SUBRESOURCE",
    .summary = "Ask whether one may do something",
    .details = "The answer is yes or no; the exit code is 0 either way.",
    .examples = "argocdpp account can-i sync applications 'team-a/*'",
    .bind = bind<no_options, describe_nothing, can_i>,
};

} // namespace argocdpp::cli
