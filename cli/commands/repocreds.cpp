// argocdpp repocreds add, list, rm: credentials of all repositories whose URL begins so.

#include "../commands.hpp"
#include "../confirmation.hpp"
#include "../document_output.hpp"
#include "../repository_flags.hpp"
#include "../views/repository_rows.hpp"

#include <argocdpp/repository_credentials.hpp>

namespace argocdpp::cli {
namespace {

struct add_options {
    access_options login;
    bool upsert = false;
};

void describe_addition(flag_set& flags, add_options& given) {
    describe_access(flags, given.login);
    flags.add(given.login.access.proxy, "proxy-url", 0,
              "URL of the proxy to read the repositories through");
    flags.add(given.upsert, "upsert", 0, "replace credentials that are there and differ");
}

task<exit_code> add(invocation& call, add_options given) {
    if (call.arguments().size() != 1)
        throw show_help();
    proto::repository_credentials wanted;
    wanted.url = call.arguments().front();
    read_key_files(given.login, wanted.url);
    auto credentials = call.server().repo_creds();
    read_password(call, given.login);
    check_bearer_token(given.login.access, wanted.url);
    check_oci(given.login.access);
    static_cast<proto::repository_access&>(wanted) = given.login.access;
    const auto added = co_await credentials.add(wanted, given.upsert);
    call.streams().out("Repository credentials for '" + added + "' added\n");
    co_return exit_code::success;
}

struct list_options {
    std::string output = "wide";
};

void describe_list(flag_set& flags, list_options& given) {
    flags
        .add(given.output, "output", 'o',
             "one of wide, url, json, yaml, jsonpath=…, custom-columns=…")
        .one_of("wide url json yaml jsonpath= custom-columns=");
}

task<exit_code> list(invocation& call, list_options given) {
    const auto found = co_await call.server().repo_creds().list();
    if (is_document_format(given.output)) {
        call.streams().out(list_document(found, given.output));
    } else if (given.output == "url") {
        std::string urls;
        for (const auto& one : found)
            urls += one.url + "\n";
        call.streams().out(urls);
    } else {
        check_wide(given.output);
        call.streams().out(credentials_table(found));
    }
    co_return exit_code::success;
}

struct no_options {};

void describe_nothing(flag_set&, no_options&) {}

task<exit_code> remove(invocation& call, no_options) {
    if (call.arguments().empty())
        throw show_help();
    auto credentials = call.server().repo_creds();
    for (const auto& url : call.arguments()) {
        if (is_confirmed(call, "Are you sure you want to remove '" + url + "'? [y/n] ")) {
            co_await credentials.remove(url);
            call.streams().out("Repository credentials for '" + url + "' removed\n");
        } else {
            call.streams().out("The command to remove '" + url + "' was cancelled.\n");
        }
    }
    co_return exit_code::success;
}

} // namespace

const command repocreds_add = {
    .path = "repocreds add",
    .arguments = "REPOURL",
    .summary = "Add credentials for all repositories whose URL begins so",
    .differences = "Sent once; every secret that was given is *** in errors.",
    .examples = "argocdpp repocreds add https://git.example.com/ --username ci --password-stdin\n"
                "argocdpp repocreds add git@git.example.com: --ssh-private-key-path ~/.ssh/id_rsa",
    .bind = bind<add_options, describe_addition, add>,
};

const command repocreds_list = {
    .path = "repocreds list",
    .summary = "List credentials, without their secrets",
    .examples = "argocdpp repocreds list",
    .bind = bind<list_options, describe_list, list>,
};

const command repocreds_rm = {
    .path = "repocreds rm",
    .arguments = "CREDSURL...",
    .names = {name_kind::repository_credentials},
    .repeats = true,
    .summary = "Take credentials away",
    .differences = "Questions may be answered line by line from a pipe.",
    .examples = "argocdpp repocreds rm https://git.example.com/",
    .bind = bind<no_options, describe_nothing, remove>,
};

} // namespace argocdpp::cli
