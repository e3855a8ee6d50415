// argocdpp app list: one request, read as it arrives.

#include "../commands.hpp"
#include "../document_output.hpp"
#include "../invocation.hpp"
#include "../views/application_rows.hpp"
#include "../views/paint.hpp"
#include "../views/table.hpp"

#include <argocdpp/applications.hpp>
#include <argocdpp/proto/codec.hpp>

#include <algorithm>

namespace argocdpp::cli {
namespace {

struct options {
    std::string output = "wide";
    std::string selector;
    std::string app_namespace;
    std::string repo;
    std::string cluster;
    std::string path;
    text_list projects;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.app_namespace, "app-namespace", 'N', "only applications of this namespace");
    flags
        .add(given.cluster, "cluster", 'c',
             "only applications deployed to this cluster, by name or URL")
        .naming(name_kind::cluster);
    flags.add(given.output, "output", 'o', "one of wide, name, json, yaml")
        .one_of("wide name json yaml");
    flags.add(given.path, "path", 'P', "only applications with this path in the repository");
    flags.add(given.projects, "project", 'p', "only applications of this project (repeatable)")
        .naming(name_kind::project);
    flags.add(given.repo, "repo", 'r', "only applications from this repository URL")
        .naming(name_kind::repository);
    flags.add(given.selector, "selector", 'l',
              "only applications whose labels match, e.g. team=web");
}

bool has_filter(const options& given) {
    return !(given.projects.empty() && given.repo.empty() && given.cluster.empty() &&
             given.path.empty());
}

bool is_wanted(const proto::application& app, const options& given) {
    const auto source = proto::first_source(app.spec);
    const auto& to = app.spec.destination;
    return (given.projects.empty() || std::find(given.projects.begin(), given.projects.end(),
                                                proto::project_of(app)) != given.projects.end()) &&
           (given.repo.empty() || source.repo_url == given.repo) &&
           (given.cluster.empty() || to.server == given.cluster || to.name == given.cluster) &&
           (given.path.empty() || source.path == given.path);
}

app_query query_of(const options& given) {
    app_query query;
    query.selector = given.selector;
    query.app_namespace = given.app_namespace;
    return query;
}

/// What names need, and what the filters judge by.
proto::projection names_and_filters(const options& given) {
    proto::projection keep{{"metadata.name", "metadata.namespace"}};
    if (has_filter(given))
        keep.paths.push_back("spec");
    return keep;
}

/// Rows of text, built while the list arrives.
task<std::string> rows(invocation& call, const options& given) {
    const bool is_table = given.output != "name";
    const bool is_wide = given.output == "wide";
    std::string text;
    std::function<void()> on_start = [&] {
        text = is_table ? application_list_header(is_wide) : std::string();
    };
    std::function<void(proto::any)> on_item = [&](proto::any item) {
        const auto app = proto::decode<proto::application>(std::move(item));
        if (!is_wanted(app, given))
            return;
        if (is_table)
            add_application_row(text, app, is_wide);
        else
            text += proto::qualified_name(app) + "\n";
    };
    auto keep = is_table ? application_list_projection(is_wide) : names_and_filters(given);
    auto query = query_of(given);
    co_await call.server().apps().list(std::move(query), std::move(keep), std::move(on_start),
                                       std::move(on_item));
    co_return is_table ? align(text, 0, 2) : text;
}

/// The whole documents; the answer is printed only when all of it has come.
task<std::string> documents(invocation& call, const options& given) {
    proto::array found;
    std::function<void()> on_start = [&] { found.clear(); };
    std::function<void(proto::any)> on_item = [&](proto::any item) {
        if (!has_filter(given) || is_wanted(proto::decode<proto::application>(item), given))
            found.push_back(std::move(item));
    };
    auto query = query_of(given);
    co_await call.server().apps().list(std::move(query), proto::projection(), std::move(on_start),
                                       std::move(on_item));
    const proto::any list(std::move(found));
    co_return document_text(list, given.output);
}

task<exit_code> run(invocation& call, options given) {
    const auto output = given.output;
    const bool is_document = is_document_format(output);
    std::string text;
    if (is_document)
        text = co_await documents(call, given);
    else
        text = co_await rows(call, given);
    if (!is_document && output != "name")
        check_wide(output);
    call.streams().out(painted(text, call.has_colours() && !is_document));
    co_return exit_code::success;
}

} // namespace

const command app_list = {
    .path = "app list",
    .summary = "List applications",
    .details =
        "The selector and the namespace are judged by the server; the other filters by the client.",
    .examples = "argocdpp app list\n"
                "argocdpp app list -l team=web -o name\n"
                "argocdpp app list -p my-project -o json",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
