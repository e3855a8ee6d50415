// argocdpp app list: one request, read as it arrives.

#include "../application_filter.hpp"
#include "../application_selection.hpp"
#include "../commands.hpp"
#include "../context_lists.hpp"
#include "../contexts.hpp"
#include "../document_output.hpp"
#include "../failure.hpp"
#include "../invocation.hpp"
#include "../list_watch.hpp"
#include "../output_template.hpp"
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
    application_filter filter;
    selection_options selection;
    context_options contexts;
    bool is_watched = false;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.app_namespace, "app-namespace", 'N', "only applications of this namespace");
    flags
        .add(given.output, "output", 'o',
             "one of wide, name, json, yaml, jsonpath=…, custom-columns=…")
        .one_of("wide name json yaml jsonpath= custom-columns=");
    flags.add(given.selector, "selector", 'l',
              "only applications whose labels match, e.g. team=web");
    describe_filter(flags, given.filter);
    describe_selection(flags, given.selection);
    describe_contexts(flags, given.contexts);
    flags
        .add(given.is_watched, "watch", 0,
             "go on: redraw the table on a terminal, elsewhere print a line for each change")
        .or_variable();
}

app_query query_of(const options& given) {
    app_query query;
    query.selector = given.selector;
    query.app_namespace = given.app_namespace;
    return query;
}

/// Adds what the selection looks at.
proto::projection with_paths(proto::projection keep, const application_selection& chosen) {
    for (auto& path : chosen.paths())
        if (std::find(keep.paths.begin(), keep.paths.end(), path) == keep.paths.end())
            keep.paths.push_back(std::move(path));
    return keep;
}

/// What names need, and what the filters judge by.
proto::projection names_and_filters(const options& given) {
    proto::projection keep{{"metadata.name", "metadata.namespace"}};
    for (auto& path : given.filter.paths())
        keep.paths.push_back(std::move(path));
    return keep;
}

/// What is made of the applications that are wanted, each from when it arrives.
template<class T>
task<void> read_some(invocation& call, const options& given, const application_selection& chosen,
                     proto::projection keep, std::function<void()> on_start,
                     std::function<T(const proto::application&)> made_of,
                     std::function<void(T)> out) {
    selected_output<T> selected(chosen, std::move(out));
    std::function<void()> start_again = [&] {
        selected.start_again();
        on_start();
    };
    std::function<void(proto::any)> on_item = [&](proto::any item) {
        const auto app = proto::decode<proto::application>(std::move(item));
        if (selected.is_open() && given.filter.wants(app) && chosen.wants(app))
            selected.add(app, made_of(app));
    };
    auto query = query_of(given);
    auto needed = with_paths(std::move(keep), chosen);
    co_await call.server().apps().list(std::move(query), std::move(needed), std::move(start_again),
                                       std::move(on_item));
    selected.finish();
}

using text_maker = std::function<std::string(const proto::application&)>;

/// The same of every context, in a column behind its name.
task<context_verdicts> read_texts_at_contexts(invocation& call, const options& given,
                                              const application_selection& chosen,
                                              proto::projection keep, text_maker text_of,
                                              std::function<void(std::string)> out) {
    lists_of_contexts<std::string> lists;
    using keyed = std::pair<std::vector<std::string>, std::string>;
    context_step step = [&](invocation& here) -> task<exit_code> {
        auto& mine = lists[here.context()];
        std::function<void()> on_start = [&] { mine.clear(); };
        std::function<keyed(const proto::application&)> made_of = [&](const auto& app) {
            return keyed(chosen.keys(app), here.context() + "\t" + text_of(app));
        };
        std::function<void(keyed)> add = [&](keyed one) { mine.push_back(std::move(one)); };
        auto same = keep;
        co_await read_some(here, given, chosen, std::move(same), std::move(on_start),
                           std::move(made_of), std::move(add));
        co_return exit_code::success;
    };
    auto verdicts = co_await visit_contexts(call, given.contexts, std::move(step));
    join(lists, verdicts.contexts(), chosen, std::move(out));
    co_return verdicts;
}

/// The texts of the applications that are wanted, of one server or of all contexts.
task<context_verdicts> read_texts(invocation& call, const options& given,
                                  const application_selection& chosen, proto::projection keep,
                                  std::function<void()> on_start, text_maker text_of,
                                  std::function<void(std::string)> out) {
    if (uses_contexts(call, given.contexts)) {
        on_start();
        co_return co_await read_texts_at_contexts(call, given, chosen, std::move(keep),
                                                  std::move(text_of), std::move(out));
    }
    co_await read_some(call, given, chosen, std::move(keep), std::move(on_start),
                       std::move(text_of), std::move(out));
    co_return context_verdicts();
}

task<void> print_names(invocation& call, const options& given,
                       const application_selection& chosen) {
    std::string text;
    std::function<void()> on_start = [&] { text.clear(); };
    text_maker name_of = [](const proto::application& app) {
        return proto::qualified_name(app) + "\n";
    };
    std::function<void(std::string)> out = [&](std::string line) { text += line; };
    auto keep = names_and_filters(given);
    const auto verdicts =
        co_await read_texts(call, given, chosen, std::move(keep), std::move(on_start),
                            std::move(name_of), std::move(out));
    call.streams().out(painted(text, call.has_colours()));
    verdicts.check();
}

/// The rows, built while the list arrives; only the last one tells how wide the columns are.
task<void> print_table(invocation& call, const options& given,
                       const application_selection& chosen) {
    const bool is_wide = given.output == "wide";
    table_text table(0, 2);
    std::function<void()> on_start = [&] {
        table.clear();
        table.add((uses_contexts(call, given.contexts) ? "CONTEXT\t" : "") +
                  application_list_header(is_wide));
    };
    text_maker row_of = [is_wide](const proto::application& app) {
        std::string row;
        add_application_row(row, app, is_wide);
        return row;
    };
    std::function<void(std::string)> out = [&](std::string row) { table.add(row); };
    auto keep = application_list_projection(is_wide);
    const auto verdicts =
        co_await read_texts(call, given, chosen, std::move(keep), std::move(on_start),
                            std::move(row_of), std::move(out));
    check_wide(given.output);
    const bool has_colours = call.has_colours();
    table.print([&](std::string_view lines) { call.streams().out(painted(lines, has_colours)); });
    verdicts.check();
}

/// What the whole documents became, each as it arrives, or in their order at the end.
template<class T>
task<void> read_documents(invocation& call, const options& given,
                          const application_selection& chosen, std::function<void()> on_start,
                          std::function<T(proto::any)> make, std::function<void(T)> out,
                          std::function<bool()> can_start_again) {
    selected_output<T> selected(chosen, std::move(out));
    std::function<void()> start_again = [&] {
        selected.start_again();
        on_start();
    };
    const bool is_judged = given.filter.is_used() || chosen.has_filter() || chosen.is_sorted();
    std::function<void(proto::any)> on_item = [&](proto::any item) {
        if (!selected.is_open())
            return;
        const auto app = is_judged ? proto::decode<proto::application>(item) : proto::application();
        if (!is_judged || (given.filter.wants(app) && chosen.wants(app)))
            selected.add(app, make(std::move(item)));
    };
    auto query = query_of(given);
    co_await call.server().apps().list(std::move(query), proto::projection(),
                                       std::move(start_again), std::move(on_item),
                                       std::move(can_start_again));
    selected.finish();
}

proto::any as_it_is(proto::any item) { return item; }

/// Once a document was printed the list can't be asked for again: it would come twice.
task<void> print_documents(invocation& call, const options& given,
                           const application_selection& chosen) {
    list_printer printer(call.streams(), given.output);
    std::function<void()> on_start = [&] { printer.start_again(); };
    std::function<void(proto::any)> out = [&](proto::any item) { printer.add(std::move(item)); };
    std::function<proto::any(proto::any)> make = as_it_is;
    std::function<bool()> can_start_again = [&] { return !printer.has_printed(); };
    try {
        co_await read_documents(call, given, chosen, std::move(on_start), std::move(make),
                                std::move(out), std::move(can_start_again));
    } catch (const error& fault) {
        if (!printer.has_printed())
            throw;
        throw failure(exit_code::error,
                      std::string(fault.what()) + "; what was printed is not the whole list");
    }
    printer.finish();
}

/// The rows alone are kept, of which only the last one tells how wide the columns are.
task<void> print_columns(invocation& call, const options& given,
                         const application_selection& chosen) {
    const column_rows columns(given.output);
    table_text table(custom_columns::min_width, custom_columns::padding);
    std::function<void()> on_start = [&] {
        table.clear();
        table.add(columns.header());
    };
    std::function<std::string(proto::any)> make = [&](const proto::any& item) {
        return columns.row(item);
    };
    std::function<void(std::string)> out = [&](const std::string& row) { table.add(row); };
    std::function<bool()> can_start_again = [] { return true; };
    co_await read_documents(call, given, chosen, std::move(on_start), std::move(make),
                            std::move(out), std::move(can_start_again));
    table.print([&](std::string_view lines) { call.streams().out(lines); });
}

task<void> read_list(invocation& call, const options& given, const application_selection& chosen,
                     proto::array& list) {
    std::function<void()> on_start = [&] { list.clear(); };
    std::function<void(proto::any)> out = [&](proto::any item) { list.push_back(std::move(item)); };
    std::function<proto::any(proto::any)> make = as_it_is;
    std::function<bool()> can_start_again = [] { return true; };
    co_await read_documents(call, given, chosen, std::move(on_start), std::move(make),
                            std::move(out), std::move(can_start_again));
}

/// Each application with its `context`.
task<context_verdicts> read_list_at_contexts(invocation& call, const options& given,
                                             const application_selection& chosen,
                                             proto::array& list) {
    lists_of_contexts<proto::any> lists;
    context_step step = [&](invocation& here) -> task<exit_code> {
        proto::array found;
        co_await read_list(here, given, chosen, found);
        for (auto& item : found) {
            std::vector<std::string> keys;
            if (chosen.is_sorted())
                keys = chosen.keys(proto::decode<proto::application>(item));
            item.set("context", here.context());
            lists[here.context()].emplace_back(std::move(keys), std::move(item));
        }
        co_return exit_code::success;
    };
    auto verdicts = co_await visit_contexts(call, given.contexts, std::move(step));
    std::function<void(proto::any)> out = [&](proto::any item) { list.push_back(std::move(item)); };
    join(lists, verdicts.contexts(), chosen, std::move(out));
    co_return verdicts;
}

/// A jsonpath is for the list as a whole, and so is the list of several contexts.
task<void> print_whole(invocation& call, const options& given,
                       const application_selection& chosen) {
    proto::array list;
    context_verdicts verdicts;
    if (uses_contexts(call, given.contexts))
        verdicts = co_await read_list_at_contexts(call, given, chosen, list);
    else
        co_await read_list(call, given, chosen, list);
    call.streams().out(document_text(std::move(list), given.output));
    verdicts.check();
}

/// What names are told for: the application has come, or one of its states has changed.
proto::projection names_and_states(const options& given) {
    auto keep = names_and_filters(given);
    keep.paths.insert(keep.paths.end(), {"status.sync.status", "status.health"});
    return keep;
}

task<void> watch(invocation& call, const options& given, const application_selection& chosen) {
    check_watched(given.output);
    if (uses_contexts(call, given.contexts))
        throw failure(exit_code::failure, "--watch does not go with --contexts");
    watched_list list;
    list.query = query_of(given);
    list.output = given.output;
    list.wants = [&](const proto::application& app) {
        return given.filter.wants(app) && chosen.wants(app);
    };
    if (given.output != "json")
        list.keep =
            with_paths(given.output == "name" ? names_and_states(given)
                                              : application_list_projection(given.output == "wide"),
                       chosen);
    co_await watch_list(call, std::move(list), chosen);
}

task<exit_code> run(invocation& call, options given) {
    const application_selection chosen(given.selection);
    const bool is_of_contexts =
        uses_contexts(call, given.contexts) && is_document_format(given.output);
    if (given.is_watched)
        co_await watch(call, given, chosen);
    else if (is_columns(given.output) && !is_of_contexts)
        co_await print_columns(call, given, chosen);
    else if (is_template(given.output) || is_of_contexts)
        co_await print_whole(call, given, chosen);
    else if (is_document_format(given.output))
        co_await print_documents(call, given, chosen);
    else if (given.output == "name")
        co_await print_names(call, given, chosen);
    else
        co_await print_table(call, given, chosen);
    co_return exit_code::success;
}

} // namespace

const command app_list = {
    .path = "app list",
    .summary = "List applications",
    .details =
        "The selector and the namespace are judged by the server; the other filters by the client. "
        "What -o name asks for is no more than they need; with --sort the list is printed when all "
        "of it is there.",
    .examples = "argocdpp app list\n"
                "argocdpp app list -l team=web -o name\n"
                "argocdpp app list -p my-project -o json\n"
                "argocdpp app list --health Degraded,Missing --sort health,name\n"
                "argocdpp app list --sync-status OutOfSync --auto-sync=false -o name\n"
                "argocdpp app list --health Degraded --watch -o name\n"
                "argocdpp app list -o custom-columns=NAME:.metadata.name,REV:.status.sync.revision",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
