// argocdpp app logs: what the containers of an application say.

#include "../commands.hpp"
#include "../invocation.hpp"

#include <argocdpp/logs.hpp>

#include <algorithm>

namespace argocdpp::cli {
namespace {

struct options {
    std::string app_namespace;
    log_query query;
};

void describe(flag_set& flags, options& given) {
    auto& query = given.query;
    flags.add(given.app_namespace, "app-namespace", 'N', "namespace of the application");
    flags.add(query.container, "container", 'c', "name of the container");
    flags.add(query.filter, "filter", 0, "only lines with this text; without it, behind a !");
    flags.add(query.follow, "follow", 'f', "go on with new lines as they come");
    flags.add(query.group, "group", 0, "group of the resource whose pods are meant")
        .naming(name_kind::node_group);
    flags.add(query.kind, "kind", 0, "kind of that resource").naming(name_kind::node_kind);
    flags.add(query.match_case, "match-case", 'm', "tell upper from lower case in --filter");
    flags.add(query.name, "name", 0, "name of that resource").naming(name_kind::node_name);
    flags.add(query.name_space, "namespace", 0, "namespace of that resource")
        .naming(name_kind::node_namespace);
    flags.add(query.previous, "previous", 'p', "logs of the containers' last run");
    flags.add(query.since_seconds, "since-seconds", 0, "only the lines of the last seconds");
    flags.add(query.tail, "tail", 0, "only so many lines at the end");
    flags.add(query.until_time, "until-time", 0, "lines until this time, 2026-11-24T15:30:00Z");
}

task<void> print_all(invocation& call, log_reader& lines, std::string prefix) {
    while (const auto line = co_await lines.next())
        call.streams().out(prefix + line->content + "\n");
}

/// One container's lines, and how they begin.
struct labelled_reader {
    log_reader lines;
    std::string prefix;
    std::optional<proto::log_entry> head;
};

task<void> advance(labelled_reader& one) { one.head = co_await one.lines.next(); }

/// All lines of all containers by their time, as the server merges them.
task<void> print_merged(invocation& call, std::vector<labelled_reader>& readers) {
    std::vector<task<void>> first;
    for (auto& one : readers)
        first.push_back(advance(one));
    co_await when_all(std::move(first));
    const auto is_earlier = [](const labelled_reader& left, const labelled_reader& right) {
        if (!left.head || !right.head)
            return left.head.has_value() && !right.head;
        return sortable_time(*left.head) < sortable_time(*right.head);
    };
    while (true) {
        auto& next = *std::min_element(readers.begin(), readers.end(), is_earlier);
        if (!next.head)
            co_return;
        call.streams().out(next.prefix + next.head->content + "\n");
        co_await advance(next);
    }
}

task<void> follow_all(invocation& call, std::vector<labelled_reader>& readers) {
    std::vector<task<void>> all;
    for (auto& one : readers)
        all.push_back(print_all(call, one.lines, one.prefix));
    co_await when_all(std::move(all));
}

/// Each line behind its pod and container.
task<void> print_labelled(invocation& call, app_ref app, std::vector<log_source> sources,
                          log_query query) {
    std::vector<labelled_reader> readers;
    query.group.clear();
    query.kind = "Pod";
    for (const auto& source : sources) {
        query.name_space = source.name_space;
        query.name = source.pod;
        query.container = source.container;
        readers.push_back({call.server().pod_logs().read(app, query),
                           "[" + source.pod + " " + source.container + "] ", std::nullopt});
    }
    if (query.follow)
        co_await follow_all(call, readers);
    else
        co_await print_merged(call, readers);
}

task<void> print(invocation& call, app_ref app, log_query query) {
    // A person wants to see all containers and who speaks; a script gets what the official CLI
    // prints: contents alone, and an error where a pod has several containers.
    if (call.streams().out_is_terminal() && query.container.empty()) {
        auto sources = co_await call.server().pod_logs().sources(app, query);
        if (sources.size() > 1) {
            co_await print_labelled(call, app, std::move(sources), query);
            co_return;
        }
    }
    auto lines = call.server().pod_logs().read(app, query);
    co_await print_all(call, lines, "");
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().empty())
        throw show_help();
    auto app = app_ref::parse(call.arguments().front(), given.app_namespace);
    std::optional<std::string> reason;
    try {
        co_await print(call, std::move(app), given.query);
    } catch (const error& failure) {
        if (failure.first_contact)
            throw;
        reason = failure.what();
    }
    if (reason)
        throw failure(exit_code::failure, "stream read failed: " + *reason);
    co_return exit_code::success;
}

} // namespace

const command app_logs = {
    .path = "app logs",
    .arguments = "APPNAME",
    .names = {name_kind::application},
    .summary = "Show the logs of an application's containers",
    .details = "Of all its pods, or of those that belong to one resource. On a terminal lines "
               "begin with pod and container where there are several.",
    .differences = "A stream that breaks is opened again, and goes on behind the last line.\n"
                   "On a terminal all containers are shown, each line behind [pod container] where "
                   "there are several.",
    .examples = "argocdpp app logs guestbook --tail 100\n"
                "argocdpp app logs guestbook -f --kind Deployment --name web\n"
                "argocdpp app logs guestbook --filter error --since-seconds 3600",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
