// argocdpp app list: one request, read as it arrives.

#include "../commands.hpp"
#include "../document_output.hpp"
#include "../failure.hpp"
#include "../invocation.hpp"
#include "../views/application_rows.hpp"
#include "../views/paint.hpp"
#include "../views/table.hpp"

#include <argocdpp/applications.hpp>
#include <argocdpp/error.hpp>
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
    // Which of its sources an application is found by, its whole spec says.
    const bool needs_source = !given.repo.empty() || !given.path.empty();
    if (needs_source)
        keep.paths.emplace_back("spec");
    if (!needs_source && !given.projects.empty())
        keep.paths.emplace_back("spec.project");
    if (!needs_source && !given.cluster.empty())
        keep.paths.emplace_back("spec.destination");
    return keep;
}

task<void> print_names(invocation& call, const options& given) {
    std::string text;
    std::function<void()> on_start = [&] { text.clear(); };
    std::function<void(proto::any)> on_item = [&](proto::any item) {
        const auto app = proto::decode<proto::application>(std::move(item));
        if (is_wanted(app, given))
            text += proto::qualified_name(app) + "\n";
    };
    auto query = query_of(given);
    auto keep = names_and_filters(given);
    co_await call.server().apps().list(std::move(query), std::move(keep), std::move(on_start),
                                       std::move(on_item));
    call.streams().out(painted(text, call.has_colours()));
}

/// The rows, built while the list arrives; only the last one tells how wide the columns are.
task<void> print_table(invocation& call, const options& given) {
    const bool is_wide = given.output == "wide";
    table_text table(0, 2);
    std::function<void()> on_start = [&] {
        table.clear();
        table.add(application_list_header(is_wide));
    };
    std::string row;
    std::function<void(proto::any)> on_item = [&](proto::any item) {
        const auto app = proto::decode<proto::application>(std::move(item));
        if (!is_wanted(app, given))
            return;
        row.clear();
        add_application_row(row, app, is_wide);
        table.add(row);
    };
    auto query = query_of(given);
    auto keep = application_list_projection(is_wide);
    co_await call.server().apps().list(std::move(query), std::move(keep), std::move(on_start),
                                       std::move(on_item));
    check_wide(given.output);
    const bool has_colours = call.has_colours();
    table.print([&](std::string_view lines) { call.streams().out(painted(lines, has_colours)); });
}

/// The whole documents, each as it arrives. Once one was printed the list can't be asked for again:
/// it would come twice.
task<void> print_documents(invocation& call, const options& given) {
    list_printer printer(call.streams(), given.output);
    std::function<void()> on_start = [&] { printer.start_again(); };
    std::function<void(proto::any)> on_item = [&](proto::any item) {
        if (!has_filter(given) || is_wanted(proto::decode<proto::application>(item), given))
            printer.add(std::move(item));
    };
    std::function<bool()> can_start_again = [&] { return !printer.has_printed(); };
    auto query = query_of(given);
    try {
        co_await call.server().apps().list(std::move(query), proto::projection(),
                                           std::move(on_start), std::move(on_item),
                                           std::move(can_start_again));
    } catch (const error& fault) {
        if (!printer.has_printed())
            throw;
        throw failure(exit_code::error,
                      std::string(fault.what()) + "; what was printed is not the whole list");
    }
    printer.finish();
}

task<exit_code> run(invocation& call, options given) {
    if (is_document_format(given.output))
        co_await print_documents(call, given);
    else if (given.output == "name")
        co_await print_names(call, given);
    else
        co_await print_table(call, given);
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
