// argocdpp app actions list: which actions the resources of an application offer.

#include "../commands.hpp"
#include "../document_output.hpp"
#include "../resource_choice.hpp"
#include "../views/table.hpp"
#include "../views/yaml.hpp"

#include <argocdpp/app_resources.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    std::string app_namespace;
    std::string output;
    resource_filter filter;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.app_namespace, "app-namespace", 'N', "namespace of the application");
    add_filter_flags(flags, given.filter);
    flags
        .add(given.output, "out", 'o',
             "json, yaml, jsonpath=… or custom-columns=…; a table without it")
        .one_of("json yaml jsonpath= custom-columns=");
}

struct row {
    const resource_id& resource;
    proto::resource_action action;
};

std::string table(const std::vector<row>& rows) {
    std::string tabbed;
    add_row(tabbed, {"GROUP", "KIND", "NAME", "ACTION", "DISABLED"});
    for (const auto& [resource, action] : rows)
        add_row(tabbed, {resource.group, resource.kind, resource.name, action.name,
                         action.disabled ? "true" : "false"});
    return align(tabbed, 0, 2);
}

/// As the official CLI has them: its own names, and null where there is none.
proto::any document(const std::vector<row>& rows) {
    proto::array items;
    for (const auto& [resource, action] : rows) {
        proto::any item;
        item.set("Group", resource.group);
        item.set("Kind", resource.kind);
        item.set("Name", resource.name);
        item.set("Action", action.name);
        item.set("Disabled", action.disabled);
        items.push_back(std::move(item));
    }
    return items.empty() ? proto::any() : proto::any(std::move(items));
}

/// Nothing at all for an output that is unknown, as in the official CLI.
std::string text(const std::vector<row>& rows, std::string_view output) {
    if (output == "yaml")
        return to_yaml(document(rows)) + "\n";
    if (output == "json" || is_template(output))
        return document_text(document(rows), output);
    return output.empty() ? table(rows) : "";
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().size() != 1)
        throw show_help();
    const auto app = app_ref::parse(call.arguments().front(), given.app_namespace);
    given.filter.all = true;
    const auto chosen = co_await actionable_resources(call, app, given.filter);
    const auto found = co_await call.server().resources().actions(app, chosen);
    std::vector<row> rows;
    for (std::size_t i = 0; i < chosen.size(); ++i)
        for (const auto& action : found[i])
            rows.push_back({chosen[i], action});
    call.streams().out(text(rows, given.output));
    co_return exit_code::success;
}

} // namespace

const command app_actions_list = {
    .path = "app actions list",
    .arguments = "APPNAME",
    .names = {name_kind::application},
    .summary = "List the actions that resources of an application offer",
    .details = "Of the resources that the application manages itself, and of the application.",
    .differences = "Actions are read side by side, ten at most.",
    .examples = "argocdpp app actions list guestbook\n"
                "argocdpp app actions list guestbook --kind Deployment -o json",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
