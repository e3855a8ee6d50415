// argocdpp proj windows list, add, update, delete: when a project's applications may sync.
//
// Whether a schedule, a duration and a time zone are any is for the server to say.

#include "../commands.hpp"
#include "../confirmation.hpp"
#include "../document_output.hpp"
#include "../project_edit.hpp"
#include "../views/project_rows.hpp"
#include "../window_id.hpp"

#include <argocdpp/error.hpp>
#include <argocdpp/projects.hpp>

namespace argocdpp::cli {
namespace {

struct list_options {
    std::string output = "wide";
};

void describe_list(flag_set& flags, list_options& given) {
    flags.add(given.output, "output", 'o', "one of wide, json, yaml, jsonpath=…, custom-columns=…")
        .one_of("wide json yaml jsonpath= custom-columns=");
}

task<exit_code> list(invocation& call, list_options given) {
    expect_arguments(call, 1);
    const auto& name = call.arguments().front();
    const auto project = co_await call.server().projs().get(name);
    const auto& windows = project.spec.sync_windows;
    if (is_document_format(given.output)) {
        call.streams().out(list_document(windows, given.output));
        co_return exit_code::success;
    }
    check_wide(given.output);
    std::vector<proto::sync_window> active;
    if (!windows.empty())
        active = co_await call.server().projs().active_windows(name);
    call.streams().out(window_table(windows, active));
    co_return exit_code::success;
}

struct options {
    std::string kind;
    std::string schedule;
    std::string duration;
    text_list applications;
    text_list namespaces;
    text_list clusters;
    bool manual_sync = false;
    bool sync_overrun = false;
    std::string time_zone = "UTC";
    bool use_and_operator = false;
    std::string description;
};

/// What add and update have both.
void describe_window(flag_set& flags, options& given) {
    flags.add(given.schedule, "schedule", 0, "when the window opens, as cron: '0 22 * * *'");
    flags.add(given.duration, "duration", 0, "how long it stays open, e.g. 1h30m");
    flags.add_csv(given.applications, "applications", 0, "applications, with wildcards: prod-*");
    flags.add_csv(given.namespaces, "namespaces", 0, "namespaces of applications, with wildcards");
    flags.add_csv(given.clusters, "clusters", 0, "clusters of applications, with wildcards");
    flags.add(given.time_zone, "time-zone", 0, "zone of the schedule, e.g. Europe/Berlin");
    flags.add(given.description, "description", 0, "what the window is for");
}

void describe_addition(flag_set& flags, options& given) {
    describe_window(flags, given);
    flags.add(given.kind, "kind", 'k', "allow or deny").one_of("allow deny");
    flags.add(given.manual_sync, "manual-sync", 0, "let people sync in spite of the window");
    flags.add(given.sync_overrun, "sync-overrun", 0, "let syncs that have begun go on");
    flags.add(given.use_and_operator, "use-and-operator", 0,
              "applications, namespaces and clusters must all match, not one of them");
}

proto::sync_window window_of(const options& given) {
    proto::sync_window made;
    made.kind = given.kind;
    made.schedule = given.schedule;
    made.duration = given.duration;
    made.applications = given.applications;
    made.namespaces = given.namespaces;
    made.clusters = given.clusters;
    made.manual_sync = given.manual_sync;
    made.time_zone = given.time_zone.empty() ? "UTC" : given.time_zone;
    made.use_and_operator = given.use_and_operator;
    made.description = given.description;
    made.sync_overrun = given.sync_overrun;
    return made;
}

task<exit_code> add(invocation& call, options given) {
    expect_arguments(call, 1);
    projects::change append = [&](proto::project& project) {
        if (given.kind.empty() || given.schedule.empty() || given.duration.empty())
            throw failure(exit_code::error,
                          "cannot create window: require kind, schedule, duration and one or more "
                          "of applications, namespaces and clusters");
        if (given.kind != "allow" && given.kind != "deny")
            throw failure(exit_code::error,
                          "kind '" + given.kind + "' mismatch: can only be allow or deny");
        project.spec.sync_windows.push_back(window_of(given));
        return true;
    };
    try {
        co_await edit_project(call, std::move(append));
    } catch (const error& refusal) {
        // The official CLI judges these itself, in the same words.
        if (refusal.server_text.starts_with("cannot parse "))
            throw failure(exit_code::error, refusal.server_text);
        throw;
    }
    co_return exit_code::success;
}

void replace_given(proto::sync_window& window, const options& given) {
    const auto replace = [](auto& member, const auto& value) {
        if (!value.empty())
            member = value;
    };
    replace(window.schedule, given.schedule);
    replace(window.duration, given.duration);
    replace(window.applications, given.applications);
    replace(window.namespaces, given.namespaces);
    replace(window.clusters, given.clusters);
    replace(window.description, given.description);
    // Without the flag the zone becomes UTC, as there.
    window.time_zone = given.time_zone.empty() ? "UTC" : given.time_zone;
}

task<exit_code> update(invocation& call, options given) {
    expect_arguments(call, 2);
    const auto id = window_id(call.arguments().back());
    projects::change change = [&](proto::project& project) {
        auto& windows = project.spec.sync_windows;
        if (!is_window(id, windows.size())) {
            // No failure there either.
            call.talk().warning(no_window(id).what());
            return false;
        }
        if (given.schedule.empty() && given.duration.empty() && given.applications.empty() &&
            given.namespaces.empty() && given.clusters.empty() && given.description.empty())
            throw failure(exit_code::error,
                          "cannot update: require one or more of schedule, duration, application, "
                          "namespace, cluster or description");
        replace_given(windows[static_cast<std::size_t>(id)], given);
        return true;
    };
    co_await edit_project(call, std::move(change));
    co_return exit_code::success;
}

struct no_options {};

void describe_nothing(flag_set&, no_options&) {}

task<exit_code> remove(invocation& call, no_options) {
    expect_arguments(call, 2);
    const auto id = window_id(call.arguments().back());
    bool was_asked = false;
    projects::change change = [&](proto::project& project) {
        auto& windows = project.spec.sync_windows;
        if (!is_window(id, windows.size()))
            throw no_window(id);
        windows.erase(windows.begin() + static_cast<std::ptrdiff_t>(id));
        if (std::exchange(was_asked, true) ||
            is_confirmed(call, "Are you sure you want to delete sync window? [y/n]"))
            return true;
        call.streams().out("The command to delete the sync window was cancelled\n");
        return false;
    };
    co_await edit_project(call, std::move(change));
    co_return exit_code::success;
}

} // namespace

const command proj_windows_list = {
    .path = "proj windows list",
    .arguments = "PROJECT",
    .names = {name_kind::project},
    .summary = "List the sync windows of a project",
    .details = "Which of them are open is the server's answer.",
    .differences = "Which windows are open is the server's answer.",
    .examples = "argocdpp proj windows list team-a",
    .bind = bind<list_options, describe_list, list>,
};

const command proj_windows_add = {
    .path = "proj windows add",
    .arguments = "PROJECT",
    .names = {name_kind::project},
    .summary = "Add a sync window to a project",
    .differences = project_edit_differences,
    .examples = "argocdpp proj windows add team-a --kind allow --schedule '0 22 * * *' "
                "--duration 1h --applications '*'\n"
                "argocdpp proj windows add team-a --kind deny --schedule '0 8 * * 1-5' "
                "--duration 9h --namespaces 'prod-*' --manual-sync",
    .bind = bind<options, describe_addition, add>,
};

const command proj_windows_update = {
    .path = "proj windows update",
    .arguments = "PROJECT ID",
    .names = {name_kind::project, name_kind::sync_window},
    .summary = "Change a sync window of a project",
    .details = "`proj windows list` shows the IDs. Without --time-zone the zone becomes UTC.",
    .differences = project_edit_differences,
    .examples = "argocdpp proj windows update team-a 0 --schedule '0 20 * * *'",
    .bind = bind<options, describe_window, update>,
};

const command proj_windows_delete = {
    .path = "proj windows delete",
    .arguments = "PROJECT ID",
    .names = {name_kind::project, name_kind::sync_window},
    .summary = "Take a sync window from a project",
    .details = "`proj windows list` shows the IDs.",
    .differences = project_edit_differences,
    .examples = "argocdpp proj windows delete team-a 0",
    .bind = bind<no_options, describe_nothing, remove>,
};

} // namespace argocdpp::cli
