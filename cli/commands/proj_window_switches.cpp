// argocdpp proj windows enable-manual-sync, disable-manual-sync, enable-sync-overrun,
// disable-sync-overrun: the switches of a sync window.

#include "../commands.hpp"
#include "../project_edit.hpp"
#include "../window_id.hpp"

namespace argocdpp::cli {
namespace {

struct options {};

void describe(flag_set&, options&) {}

template<bool proto::sync_window::*member, bool value>
task<exit_code> run(invocation& call, options) {
    expect_arguments(call, 2);
    const auto id = window_id(call.arguments().back());
    projects::change change = [&](proto::project& project) {
        auto& windows = project.spec.sync_windows;
        if (!is_window(id, windows.size()))
            throw no_window(id);
        windows[static_cast<std::size_t>(id)].*member = value;
        return true;
    };
    co_await edit_project(call, std::move(change));
    co_return exit_code::success;
}

} // namespace

const command proj_windows_enable_manual_sync = {
    .path = "proj windows enable-manual-sync",
    .arguments = "PROJECT ID",
    .names = {name_kind::project, name_kind::sync_window},
    .summary = "Let people sync in spite of a window",
    .differences = project_edit_differences,
    .examples = "argocdpp proj windows enable-manual-sync team-a 0",
    .bind = bind<options, describe, run<&proto::sync_window::manual_sync, true>>,
};

const command proj_windows_disable_manual_sync = {
    .path = "proj windows disable-manual-sync",
    .arguments = "PROJECT ID",
    .names = {name_kind::project, name_kind::sync_window},
    .summary = "Hold a window for people too",
    .differences = project_edit_differences,
    .examples = "argocdpp proj windows disable-manual-sync team-a 0",
    .bind = bind<options, describe, run<&proto::sync_window::manual_sync, false>>,
};

const command proj_windows_enable_sync_overrun = {
    .path = "proj windows enable-sync-overrun",
    .arguments = "PROJECT ID",
    .names = {name_kind::project, name_kind::sync_window},
    .summary = "Let syncs that have begun go on in spite of a window",
    .differences = project_edit_differences,
    .examples = "argocdpp proj windows enable-sync-overrun team-a 0",
    .bind = bind<options, describe, run<&proto::sync_window::sync_overrun, true>>,
};

const command proj_windows_disable_sync_overrun = {
    .path = "proj windows disable-sync-overrun",
    .arguments = "PROJECT ID",
    .names = {name_kind::project, name_kind::sync_window},
    .summary = "Hold a window for syncs that have begun, too",
    .differences = project_edit_differences,
    .examples = "argocdpp proj windows disable-sync-overrun team-a 0",
    .bind = bind<options, describe, run<&proto::sync_window::sync_overrun, false>>,
};

} // namespace argocdpp::cli
