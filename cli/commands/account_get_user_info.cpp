// argocdpp account get-user-info: who the server takes the caller for.

#include "../commands.hpp"
#include "../document_output.hpp"
#include "../invocation.hpp"
#include "../views/yaml.hpp"

#include <argocdpp/proto/codec.hpp>
#include <argocdpp/sessions.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    std::string output;
};

void describe(flag_set& flags, options& given) {
    flags
        .add(given.output, "output", 'o',
             "one of json, yaml, jsonpath=…, custom-columns=…; a short text without it")
        .one_of("json yaml jsonpath= custom-columns=");
}

std::string user_text(const proto::user_info& user) {
    if (!user.logged_in)
        return "Logged In: false\n";
    std::string groups;
    for (const std::string& group : user.groups)
        groups += (groups.empty() ? "" : ",") + group;
    return "Logged In: true\nUsername: " + user.username + "\nIssuer: " + user.iss +
           "\nGroups: " + groups + "\n";
}

task<exit_code> run(invocation& call, options given) {
    if (!call.arguments().empty())
        throw show_help();
    const proto::user_info user = co_await call.server().session().user();
    if (given.output.empty())
        call.streams().out(user_text(user));
    else if (given.output == "json" || is_template(given.output))
        call.streams().out(document_text(proto::encode(user), given.output));
    else if (given.output == "yaml")
        call.streams().out(to_yaml(proto::encode(user)) + "\n");
    else
        throw failure(exit_code::failure, "Unknown output format: " + given.output);
    co_return exit_code::success;
}

} // namespace

const command account_get_user_info = {
    .path = "account get-user-info",
    .aliases = "whoami",
    .summary = "Show who the server takes you for",
    .details = "Without a session the answer is that you are not logged in; that is no error.",
    .examples = "argocdpp account get-user-info\n"
                "argocdpp account get-user-info -o json",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
