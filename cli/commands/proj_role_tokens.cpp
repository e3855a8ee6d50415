// argocdpp proj role create-token, list-tokens, delete-token: tokens that speak for a role.

#include "../commands.hpp"
#include "../confirmation.hpp"
#include "../go_values.hpp"
#include "../project_edit.hpp"
#include "../token_claims.hpp"
#include "../token_lifetime.hpp"
#include "../views/table.hpp"
#include "../views/time_text.hpp"

#include <argocdpp/projects.hpp>

namespace argocdpp::cli {
namespace {

struct create_options {
    std::string expires_in;
    std::string id;
    bool token_only = false;
};

void describe_create(flag_set& flags, create_options& given) {
    flags.add(given.expires_in, "expires-in", 'e', "until the token expires, e.g. 12h, 7d; never");
    flags.add(given.id, "id", 'i', "identifier of the token; a random one");
    flags.add(given.token_only, "token-only", 't', "print the token alone");
}

std::string moment(long long seconds) {
    return seconds > 0 ? rfc3339(seconds, time_zone::local()) : "Never";
}

task<exit_code> create(invocation& call, create_options given) {
    expect_arguments(call, 2);
    const role_ref who{call.arguments().front(), call.arguments().back()};
    const auto token = co_await call.server().projs().create_token(
        who, token_lifetime(given.expires_in), given.id);
    if (given.token_only) {
        call.streams().out(token + "\n");
        co_return exit_code::success;
    }
    const auto claims = read_claims(token);
    call.streams().out("Create token succeeded for " + claims.identifier() +
                       ".\n  ID: " + claims.id + "\n  Issued At: " + moment(claims.issued_at) +
                       "\n  Expires At: " + moment(claims.expires_at) + "\n  Token: " + token +
                       "\n");
    co_return exit_code::success;
}

struct list_options {
    bool unix_time = false;
};

void describe_list(flag_set& flags, list_options& given) {
    flags.add(given.unix_time, "unixtime", 'u',
              "times in seconds since 1970, as delete-token "
              "wants them");
}

task<exit_code> list(invocation& call, list_options given) {
    expect_arguments(call, 2);
    const auto& name = call.arguments().back();
    auto project = co_await call.server().projs().get(call.arguments().front());
    const auto& role = role_of(project, name);
    if (role.tokens.empty()) {
        call.streams().out("No tokens for " + call.arguments().front() + "." + name + "\n");
        co_return exit_code::success;
    }
    const auto text = [&](long long at) {
        return given.unix_time ? std::to_string(at) : moment(at);
    };
    std::string rows;
    add_row(rows, {"ID", "ISSUED AT", "EXPIRES AT"});
    for (const auto& token : role.tokens)
        add_row(rows, {token.id, text(token.issued_at), text(token.expires_at)});
    call.streams().out(align(rows, 0, 4));
    co_return exit_code::success;
}

struct options {};

void describe_nothing(flag_set&, options&) {}

task<exit_code> remove(invocation& call, options) {
    expect_arguments(call, 3);
    const auto& issued_at = call.arguments()[2];
    long long moment_of_issue = 0;
    try {
        moment_of_issue = parse_go_decimal(issued_at);
    } catch (const std::invalid_argument&) {
        throw failure(exit_code::error,
                      "strconv.ParseInt: parsing " + go_quote(issued_at) + ": invalid syntax");
    }
    const auto question =
        "Are you sure you want to delete '" + issued_at + "' project token? [y/n]";
    if (!is_confirmed(call, question)) {
        call.streams().out("The command to delete project token '" + issued_at +
                           "' was cancelled.\n");
        co_return exit_code::success;
    }
    const role_ref who{call.arguments()[0], call.arguments()[1]};
    co_await call.server().projs().delete_token(who, moment_of_issue);
    co_return exit_code::success;
}

} // namespace

const command proj_role_create_token = {
    .path = "proj role create-token",
    .aliases = "token-create",
    .arguments = "PROJECT ROLE-NAME",
    .names = {name_kind::project, name_kind::role},
    .summary = "Make a token for a role",
    .examples = "argocdpp proj role create-token team-a deployer --expires-in 7d\n"
                "argocdpp proj role create-token team-a deployer --token-only",
    .bind = bind<create_options, describe_create, create>,
};

const command proj_role_list_tokens = {
    .path = "proj role list-tokens",
    .aliases = "list-token token-list",
    .arguments = "PROJECT ROLE-NAME",
    .names = {name_kind::project, name_kind::role},
    .summary = "List the tokens of a role",
    .examples = "argocdpp proj role list-tokens team-a deployer --unixtime",
    .bind = bind<list_options, describe_list, list>,
};

const command proj_role_delete_token = {
    .path = "proj role delete-token",
    .aliases = "token-delete remove-token",
    .arguments = "PROJECT ROLE-NAME ISSUED-AT",
    .names = {name_kind::project, name_kind::role},
    .summary = "Make a token of a role invalid",
    .details = "ISSUED-AT is in seconds since 1970; `proj role list-tokens --unixtime` shows it.",
    .examples = "argocdpp proj role delete-token team-a deployer 1696769937",
    .bind = bind<options, describe_nothing, remove>,
};

} // namespace argocdpp::cli
