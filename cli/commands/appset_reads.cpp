// argocdpp appset list, get: application sets and their state.

#include "../commands.hpp"
#include "../document_output.hpp"
#include "../invocation.hpp"
#include "../views/application_set_rows.hpp"

#include <argocdpp/application_sets.hpp>

namespace argocdpp::cli {
namespace {

struct list_options {
    std::string output = "wide";
    std::string selector;
    text_list projects;
    std::string set_namespace;
};

void describe_list(flag_set& flags, list_options& given) {
    flags
        .add(given.output, "output", 'o',
             "one of wide, name, json, yaml, jsonpath=…, custom-columns=…")
        .one_of("wide name json yaml jsonpath= custom-columns=");
    flags.add(given.selector, "selector", 'l', "only application sets with these labels");
    flags.add(given.projects, "project", 'p', "only sets whose template is in this project")
        .naming(name_kind::project);
    flags.add(given.set_namespace, "appset-namespace", 'N', "only sets in this namespace");
}

std::string names_of(const std::vector<proto::application_set>& sets) {
    std::string text;
    for (const auto& set : sets)
        text += qualified_name(set) + "\n";
    return text;
}

task<exit_code> list(invocation& call, list_options given) {
    app_query query{.selector = given.selector,
                    .projects = given.projects,
                    .app_namespace = given.set_namespace};
    const auto found = co_await call.server().app_sets().list(std::move(query));
    if (is_document_format(given.output)) {
        call.streams().out(list_document(found, given.output));
    } else if (given.output == "name") {
        call.streams().out(names_of(found));
    } else {
        check_wide(given.output);
        call.streams().out(
            application_set_table(found, given.output == "wide", time_zone::local()));
    }
    co_return exit_code::success;
}

struct get_options {
    std::string output = "wide";
    bool show_params = false;
    std::string set_namespace;
};

void describe_get(flag_set& flags, get_options& given) {
    flags.add(given.output, "output", 'o', "one of wide, json, yaml, jsonpath=…, custom-columns=…")
        .one_of("wide json yaml jsonpath= custom-columns=");
    flags.add(given.show_params, "show-params", 0, "show the Helm parameters of the template");
    flags.add(given.set_namespace, "appset-namespace", 'N',
              "namespace of the set, unless the name has one");
}

task<exit_code> get(invocation& call, get_options given) {
    if (call.arguments().empty())
        throw show_help();
    auto named = app_ref::parse(call.arguments().front(), given.set_namespace);
    const auto set = co_await call.server().app_sets().get(std::move(named));
    if (is_document_format(given.output)) {
        call.streams().out(document_text(proto::encode(set), given.output));
        co_return exit_code::success;
    }
    check_wide(given.output);
    call.streams().out(application_set_summary(set, time_zone::local()));
    if (given.show_params)
        call.streams().out(application_set_parameters(set));
    co_return exit_code::success;
}

} // namespace

const command appset_list = {
    .path = "appset list",
    .summary = "List application sets",
    .examples = "argocdpp appset list -l team=web -o name",
    .bind = bind<list_options, describe_list, list>,
};

const command appset_get = {
    .path = "appset get",
    .arguments = "APPSETNAME",
    .names = {name_kind::application_set},
    .summary = "Show an application set",
    .examples = "argocdpp appset get argocd/previews",
    .bind = bind<get_options, describe_get, get>,
};

} // namespace argocdpp::cli
