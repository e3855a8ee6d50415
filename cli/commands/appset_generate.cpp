// argocdpp appset generate: the applications that a set would have.

#include "../application_set_files.hpp"
#include "../commands.hpp"
#include "../document_output.hpp"
#include "../spec_document.hpp"
#include "../views/application_rows.hpp"
#include "../views/table.hpp"

#include <argocdpp/application_sets.hpp>

#include <algorithm>

namespace argocdpp::cli {
namespace {

using proto::any;

struct options {
    std::string output = "wide";
    std::string set_namespace;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.output, "output", 'o', "one of wide, json, yaml, jsonpath=…, custom-columns=…")
        .one_of("wide json yaml jsonpath= custom-columns=");
    flags.add(given.set_namespace, "appset-namespace", 'N',
              "namespace of a set whose manifest names none");
}

/// Keys in order of the alphabet, as Go's maps are printed.
void sort_keys(any& value) {
    if (value.is_array())
        for (any& item : value.items())
            sort_keys(item);
    if (!value.is_object())
        return;
    for (auto& member : value.members())
        sort_keys(member.second);
    std::ranges::stable_sort(value.members(), {}, &proto::object::value_type::first);
}

/// As a manifest: with its kind, without what only a server knows.
any manifest_of(const proto::application& app) {
    any document = proto::encode(app);
    document.set("apiVersion", "argoproj.io/v1alpha1");
    document.set("kind", "Application");
    document.erase("status");
    object_in(document, "metadata").erase("creationTimestamp");
    sort_keys(document);
    return document;
}

std::string manifests_text(const std::vector<proto::application>& apps, const std::string& output) {
    proto::array list;
    for (const auto& app : apps)
        list.push_back(manifest_of(app));
    if (list.size() == 1)
        return document_text(list.front(), output);
    // Of no application the official CLI makes a nil slice.
    const bool is_nil = list.empty() && !is_template(output);
    return is_nil ? "null\n" : document_text(any(list), output);
}

std::string table_of(const std::vector<proto::application>& apps, bool wide) {
    auto rows = application_list_header(wide);
    for (const auto& app : apps)
        add_application_row(rows, app, wide);
    return align(rows, 0, 2);
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().empty())
        throw show_help();
    auto sets = co_await described_sets(call, call.arguments().front());
    if (sets.size() != 1) {
        call.streams().out("Input file must contain one ApplicationSet");
        co_return exit_code::failure;
    }
    any set = std::move(sets.front());
    if (text_in(object_in(set, "metadata"), "name").empty())
        throw failure(exit_code::error, "Error generating apps for ApplicationSet. ApplicationSet "
                                        "does not have Name field set");
    place_set(call, set, given.set_namespace);
    const auto apps = co_await call.server().app_sets().generate(std::move(set));
    if (is_document_format(given.output)) {
        call.streams().out(manifests_text(apps, given.output));
        co_return exit_code::success;
    }
    check_wide(given.output);
    call.streams().out(table_of(apps, given.output == "wide"));
    co_return exit_code::success;
}

} // namespace

const command appset_generate = {
    .path = "appset generate",
    .arguments = "FILE",
    .names = {name_kind::file},
    .summary = "Show the applications that a set of a file or URL would have",
    .examples = "argocdpp appset generate previews.yaml -o yaml",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
