// argocdpp app get-resource: the live manifests of an application's resources.

#include "../commands.hpp"
#include "../document_output.hpp"
#include "../invocation.hpp"
#include "../required_flags.hpp"
#include "../views/field_filter.hpp"
#include "../views/manifest.hpp"
#include "../views/table.hpp"
#include "../views/yaml.hpp"

#include <argocdpp/app_resources.hpp>
#include <argocdpp/applications.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    std::string app_namespace;
    std::string group;
    std::string kind;
    std::string output = "wide";
    std::string project;
    std::string resource_name;
    text_list filter_fields;
    bool show_managed_fields = false;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.app_namespace, "app-namespace", 'N', "namespace of the application");
    flags.add_csv(given.filter_fields, "filter-fields", 0,
                  "only the fields at these paths, e.g. spec.replicas,status.podIP");
    flags.add(given.group, "group", 0, "group of the resources").naming(name_kind::node_group);
    flags.add(given.kind, "kind", 0, "kind of the resources (required)")
        .naming(name_kind::node_kind);
    flags.add(given.output, "output", 'o', "one of wide, json, yaml, jsonpath=…, custom-columns=…")
        .one_of("wide json yaml jsonpath= custom-columns=");
    flags.add(given.project, "project", 0, "project of the application").naming(name_kind::project);
    flags.add(given.resource_name, "resource-name", 0, "name of the resource; all without it")
        .naming(name_kind::node_name);
    flags.add(given.show_managed_fields, "show-managed-fields", 0, "also who manages which field");
}

std::vector<resource_id> chosen(const proto::resource_tree& tree, const options& given) {
    std::vector<resource_id> found;
    for (const auto& node : tree.nodes) {
        if (node.kind != given.kind || (!given.group.empty() && node.group != given.group) ||
            (!given.resource_name.empty() && node.name != given.resource_name))
            continue;
        found.push_back({node.group, node.version, node.kind, node.name_space, node.name});
    }
    return found;
}

/// What is to be shown of one object.
proto::any shown(proto::any object, const options& given) {
    auto* metadata = object.find("metadata");
    if (metadata && !given.show_managed_fields)
        metadata->erase("managedFields");
    if (!given.filter_fields.empty())
        object = only_fields(object, given.filter_fields, given.output == "json");
    return as_held(object);
}

/// A table has a row for each object; a jsonpath is printed for one after the other.
std::string documents(std::vector<proto::any> objects, const std::string& output) {
    if (output.starts_with("custom-columns="))
        return document_text(std::move(objects), output);
    const bool is_json = output == "json";
    std::string text;
    if (is_template(output)) {
        for (const auto& object : objects)
            text += document_text(object, output);
        return text;
    }
    for (const auto& object : objects)
        text += (text.empty() ? "" : "---\n") +
                (is_json ? manifest_json(object) : to_yaml(object, yaml_v3)) + "\n";
    return text;
}

/// The official CLI leaves the name out of the fields where only some were asked for.
std::string table(std::vector<proto::any> objects, const options& given) {
    const bool has_names = given.resource_name.empty();
    std::string tabbed;
    if (has_names)
        add_row(tabbed, {"FIELD", "RESOURCE NAME", "VALUE"});
    else
        add_row(tabbed, {"FIELD", "VALUE"});
    for (auto& object : objects) {
        const auto name = name_of(object);
        auto* metadata = object.find("metadata");
        if (metadata && !given.filter_fields.empty())
            metadata->erase("name");
        add_fields(tabbed, object, has_names ? &name : nullptr);
    }
    return align(tabbed, 0, 2);
}

task<exit_code> run(invocation& call, options given) {
    require_flags(call, {"kind"});
    if (call.arguments().size() != 1)
        throw show_help();
    auto app = app_ref::parse(call.arguments().front(), given.app_namespace);
    const auto tree = co_await call.server().apps().tree(app);
    // The official CLI names the project only here, not where it reads the tree.
    app.project = given.project;
    auto objects = co_await call.server().resources().manifests(app, chosen(tree, given));
    std::string names;
    for (auto& object : objects) {
        object = shown(std::move(object), given);
        names += (&object == &objects.front() ? "" : ", ") + name_of(object);
    }
    call.streams().out(is_document_format(given.output)
                           ? documents(std::move(objects), given.output)
                           : table(std::move(objects), given));
    call.talk().info("Resources '" + names + "' fetched");
    co_return exit_code::success;
}

} // namespace

const command app_get_resource = {
    .path = "app get-resource",
    .arguments = "APPNAME",
    .names = {name_kind::application},
    .summary = "Show live manifests of an application's resources",
    .details = "All resources of a kind, or the one that is named; also those that others made, "
               "such as pods.",
    .differences =
        "The fields of the table are sorted.\n"
        "Manifests are read side by side, ten at most.\n"
        "In -o yaml a text in a list that begins with a blank or an empty line can be read back.",
    .examples = "argocdpp app get-resource guestbook --kind Deployment\n"
                "argocdpp app get-resource guestbook --kind Service --resource-name web -o yaml\n"
                "argocdpp app get-resource guestbook --kind Pod --filter-fields status.podIP",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
