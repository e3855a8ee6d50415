#include "sync_window_stop.hpp"

#include "go_values.hpp"
#include "text_file.hpp"
#include "views/time_text.hpp"

#include <argocdpp/applications.hpp>
#include <argocdpp/projects.hpp>
#include <argocdpp/retry.hpp>
#include <argocdpp/sync_window.hpp>
#include <argocdpp/task.hpp>

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace argocdpp::cli {
namespace {

constexpr std::string_view zone_folder = "/usr/share/zoneinfo/";
// Windows open and close by the minute.
constexpr auto between_looks = std::chrono::minutes(1);
// At what the wait has seen, without asking the server.
constexpr auto between_glances = std::chrono::seconds(1);

/// A running operation waits for a window; by_hand says whose it is.
struct blocked_operation {
    bool by_hand;
};

/// What a wait has seen of that last.
class window_watch final : public run_listener {
  public:
    explicit window_watch(std::string app)
        : app_(std::move(app)) {}

    void seen(const std::string& app, const proto::application& state) override {
        if (app != app_)
            return;
        held_.reset();
        const auto& operation = state.status.operation_state;
        if (!operation || operation->phase != proto::phase::running ||
            !operation->message.starts_with("Sync operation blocked by sync window"))
            return;
        const auto& by = operation->operation.initiated_by;
        held_ = blocked_operation{!by || !by->automated};
    }
    const std::optional<blocked_operation>& held() const { return held_; }

  private:
    std::string app_;
    std::optional<blocked_operation> held_;
};

/// Throws `failure` where the zone's file can't be read.
zone_rules zone_of(const std::string& name) {
    if (name.empty() || name == "UTC")
        return zone_rules::utc();
    const bool is_name = name.find("..") == name.npos && name.front() != '/';
    const auto file =
        is_name ? read_optional_text_file(std::string(zone_folder) + name, exit_code::error)
                : std::nullopt;
    if (const auto rules = zone_rules::parse(file.value_or("")))
        return *rules;
    throw failure(exit_code::error, "this machine has no time zone " + go_quote(name) + " in " +
                                        std::string(zone_folder));
}

timed_window timed(const proto::sync_window& from) {
    const auto schedule = cron_schedule::parse(from.schedule);
    if (!schedule)
        throw failure(exit_code::error, "schedule " + go_quote(from.schedule) + " is not known");
    try {
        const auto seconds =
            std::chrono::floor<std::chrono::seconds>(parse_go_duration(from.duration));
        return {from.kind == "deny", from.manual_sync, *schedule, seconds.count(),
                zone_of(from.time_zone)};
    } catch (const std::invalid_argument&) {
        throw failure(exit_code::error, "duration " + go_quote(from.duration) + " is not known");
    }
}

/// The server says which windows an application has, but not their zones; its project does.
task<void> add_zones(invocation& call, std::vector<proto::sync_window>& windows,
                     std::string project) {
    const auto found = co_await call.server().projs().get(std::move(project));
    auto next = found.spec.sync_windows.begin();
    for (auto& one : windows) {
        // Both come in the same order.
        next = std::find_if(next, found.spec.sync_windows.end(), [&](const auto& other) {
            return other.kind == one.kind && other.schedule == one.schedule &&
                   other.duration == one.duration && other.manual_sync == one.manual_sync;
        });
        if (next == found.spec.sync_windows.end())
            throw failure(exit_code::error, "the project's windows have changed");
        one.time_zone = next->time_zone;
        ++next;
    }
}

std::string opening(const std::vector<proto::sync_window>& windows, std::int64_t now,
                    bool by_hand) {
    std::vector<timed_window> all;
    for (const auto& one : windows)
        all.push_back(timed(one));
    const auto opens = next_permission(all, now, by_hand);
    if (!opens)
        return "does not open within a year";
    const auto left = std::chrono::seconds((*opens - now) / 60 * 60);
    auto text = duration_text(left);
    if (text.ends_with("m0s"))
        text.resize(text.size() - 2);
    return "opens at " + rfc3339(*opens, time_zone::utc()) + " (in " + text + ")";
}

std::string named(const std::vector<proto::sync_window>& windows) {
    std::string text;
    for (const auto& one : windows)
        text += (text.empty() ? " " : ", ") + one.kind + " " + go_quote(one.schedule) + " for " +
                one.duration + (one.time_zone.empty() ? "" : " (" + one.time_zone + ")");
    return text;
}

/// "blocked by sync window deny …; opens at …"; where that can't be told, why.
task<std::string> reason(invocation& call, app_ref app, std::string project, bool by_hand) {
    const auto text = "application '" + app.qualified() + "' is blocked by sync window";
    std::vector<proto::sync_window> windows;
    std::string problem;
    try {
        auto said = co_await call.server().apps().sync_windows(app);
        windows = std::move(said.assigned_windows);
        co_await add_zones(call, windows, std::move(project));
        const auto when = opening(windows, call.time().unix_seconds(), by_hand);
        co_return text + named(windows) + "; " + when;
    } catch (const error& fault) {
        problem = fault.what();
    } catch (const failure& fault) {
        problem = fault.what();
    }
    co_return text + named(windows) + "; when it opens can't be told: " + problem;
}

/// `rest` is what else is to be said.
task<void> end_blocked(invocation& call, app_ref app, bool by_hand, std::string_view rest = "") {
    const auto state = co_await call.server().apps().get(app);
    auto message = co_await reason(call, app, proto::project_of(state), by_hand);
    message += rest;
    throw failure(exit_code::error, message, ending::blocked_by_window);
}

/// An automated sync of what is out of sync comes only when the windows let it.
task<void> check_automated(invocation& call, app_ref app, const proto::application& state) {
    const bool is_due = state.status.sync.status == proto::sync_code::out_of_sync &&
                        proto::is_automated(state.spec) && !state.operation;
    const auto& operation = state.status.operation_state;
    if (!is_due || (operation && operation->phase == proto::phase::running))
        co_return;
    auto said = co_await call.server().apps().sync_windows(app);
    if (said.assigned_windows.empty())
        co_return;
    bool is_blocked = false;
    try {
        co_await add_zones(call, said.assigned_windows, proto::project_of(state));
        std::vector<timed_window> all;
        for (const auto& one : said.assigned_windows)
            all.push_back(timed(one));
        is_blocked = !may_sync(all, call.time().unix_seconds(), false);
    } catch (const std::runtime_error&) {
        // Without the zones what the server says of syncs by hand must do.
        is_blocked = !said.can_sync;
    }
    if (is_blocked)
        co_await end_blocked(call, app, false);
}

/// A window may also close while the wait lasts. What can't be answered here is the wait's to tell.
task<void> check_every_minute(invocation& call, app_ref app) {
    for (;;) {
        co_await call.time().sleep_until(call.time().now() + between_looks);
        try {
            const auto state = co_await call.server().apps().get(app);
            co_await check_automated(call, app, state);
        } catch (const error&) {
        }
    }
}

/// What the server itself says; true also where it can't be reached just now.
task<bool> lets_by_hand(invocation& call, app_ref app) {
    try {
        const auto said = co_await call.server().apps().sync_windows(std::move(app));
        co_return said.can_sync;
    } catch (const error& problem) {
        co_return is_transient(problem);
    }
}

/// The controller's first pass takes a sync for an automated one, even one by hand that the windows
/// let through: its message goes with the next pass.
task<void> check_held(invocation& call, app_ref app, const window_watch& watch) {
    for (;;) {
        co_await call.time().sleep_until(call.time().now() + between_glances);
        const auto held = watch.held();
        if (!held)
            continue;
        bool is_let_through = false;
        if (held->by_hand)
            is_let_through = co_await lets_by_hand(call, app);
        if (!is_let_through)
            throw *held;
        co_await call.time().sleep_until(call.time().now() + between_looks);
    }
}

task<void> follow_into(invocation& call, follow_request request, followed& seen) {
    seen = co_await follow_application(call, std::move(request));
}

task<followed> follow_and_check(invocation& call, follow_request request,
                                const window_watch& watch) {
    const bool waits_for_sync = request.options.conditions.sync;
    const auto app = request.app;
    if (waits_for_sync) {
        const auto state = co_await application_in_time(call, app, request.limit);
        co_await check_automated(call, app, state);
    }
    followed seen;
    std::vector<task<void>> sides;
    sides.push_back(follow_into(call, std::move(request), seen));
    sides.push_back(check_held(call, app, watch));
    if (waits_for_sync)
        sides.push_back(check_every_minute(call, app));
    co_await first_of(std::move(sides));
    co_return seen;
}

bool is_window(const error& refused) {
    return refused.kind == error_kind::denied &&
           std::string_view(refused.what()).find("blocked by sync window") !=
               std::string_view::npos;
}

} // namespace

void describe_window_stop(flag_set& flags, window_options& given) {
    flags
        .add(given.fails, "fail-on-sync-window", 0,
             "end at once where a sync window forbids the sync, and say when it opens")
        .or_variable();
}

task<void> sync_within_windows(invocation& call, app_ref app, task<void> sync,
                               window_options given) {
    try {
        co_await std::move(sync);
        co_return;
    } catch (const error& refused) {
        if (!given.fails || !is_window(refused))
            throw;
    }
    co_await end_blocked(call, std::move(app), true);
}

task<followed> follow_within_windows(invocation& call, follow_request request,
                                     window_options given) {
    if (!given.fails)
        co_return co_await follow_application(call, std::move(request));
    const auto app = request.app;
    auto added =
        std::make_unique<window_watch>(request.told_as.empty() ? app.qualified() : request.told_as);
    const auto& watch = *added;
    call.listeners().add(std::move(added));
    bool by_hand = true;
    try {
        co_return co_await follow_and_check(call, std::move(request), watch);
    } catch (const blocked_operation& stopped) {
        by_hand = stopped.by_hand;
    }
    co_await end_blocked(call, app, by_hand, "; the operation still waits at the server");
    co_return followed();
}

} // namespace argocdpp::cli
