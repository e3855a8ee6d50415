// argocdpp app get: one application, its operation, parameters and resources.

#include "../application_choice.hpp"
#include "../application_output.hpp"
#include "../commands.hpp"
#include "../document_output.hpp"
#include "../live_tree.hpp"
#include "../views/application_summary.hpp"
#include "../views/paint.hpp"

#include <argocdpp/applications.hpp>
#include <argocdpp/server_info.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    std::string app_namespace;
    std::string output = "wide";
    std::string source_name;
    long long source_position = -1;
    unsigned long long timeout = 0;
    bool refresh = false;
    bool hard_refresh = false;
    bool is_live = false;
    bool show_operation = false;
    bool show_params = false;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.app_namespace, "app-namespace", 'N', "namespace of the application");
    flags.add(given.hard_refresh, "hard-refresh", 0,
              "have the server compare anew, with manifests rendered anew");
    flags
        .add(given.output, "output", 'o',
             "one of wide, json, yaml, tree, tree=detailed, jsonpath=…, custom-columns=…")
        .one_of("wide json yaml tree tree=detailed jsonpath= custom-columns=");
    flags.add(given.refresh, "refresh", 0, "have the server compare anew first");
    flags.add(given.show_operation, "show-operation", 0, "show the last operation too");
    flags.add(given.show_params, "show-params", 0, "show the Helm parameters too");
    flags.add(given.source_name, "source-name", 0, "which source's parameters to show, by name")
        .naming(name_kind::source_name);
    flags.add(given.source_position, "source-position", 0,
              "which source's parameters to show, counted from 1");
    flags.add(given.timeout, "timeout", 0,
              "seconds after which a refresh is no longer waited for; 0 waits for ever");
    describe_live(flags, given.is_live);
}

task<void> read_into(invocation& call, app_ref app, refresh kind, proto::application& into) {
    into = co_await call.server().apps().get(std::move(app), kind);
}

task<proto::application> read(invocation& call, app_ref app, const options& given) {
    const auto kind = given.hard_refresh ? refresh::hard
                      : given.refresh    ? refresh::normal
                                         : refresh::none;
    proto::application found;
    auto limit = time_point::max();
    if (given.timeout != 0)
        limit = call.time().now() + std::chrono::seconds(given.timeout);
    if (!co_await finishes_before(call.time(), limit, read_into(call, app, kind, found))) {
        call.streams().out("Timeout function: cancelling context manually\n");
        co_await read_into(call, app, refresh::none, found);
    }
    co_return found;
}

/// The source that --source-name or --source-position means.
long long position_of(const proto::application& app, const options& given) {
    if (!given.source_name.empty() && given.source_position != -1)
        throw failure(exit_code::error,
                      "Only one of source-position and source-name can be specified.");
    long long position = given.source_position;
    if (!given.source_name.empty())
        position = source_position(app, given.source_name);
    const auto count = static_cast<long long>(app.spec.sources.size());
    if (!given.show_params || !app.spec.has_multiple_sources())
        return position;
    if (position <= 0)
        throw failure(exit_code::error, "Source position should be specified and must be greater "
                                        "than 0 for applications with multiple sources");
    if (position > count)
        throw failure(exit_code::error, "Source position should be less than the number of sources "
                                        "in the application");
    return position;
}

task<std::string> header(invocation& call, app_ref asked, const proto::application& app,
                         const options& given, long long position) {
    const auto url = co_await call.server().info().application_url(app.metadata.name);
    const auto windows = co_await call.server().apps().sync_windows(asked);
    auto text = application_summary(app, url, &windows);
    if (!app.status.conditions.empty())
        text += "\n" + application_conditions(app, time_zone::local()) + "\n";
    if (given.show_operation && app.status.operation_state)
        text += "\n" + operation_summary(*app.status.operation_state, call.time().unix_seconds(),
                                         time_zone::local());
    if (given.show_params)
        text += source_parameters(app, position);
    co_return text;
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().empty())
        throw show_help();
    const auto asked = app_ref::parse(call.arguments().front(), given.app_namespace);
    const auto app = co_await read(call, asked, given);
    const auto position = position_of(app, given);
    if (given.is_live && call.streams().out_is_terminal()) {
        co_await show_live(call, asked);
        co_return exit_code::success;
    }
    if (is_document_format(given.output)) {
        call.streams().out(application_document(call, app, given.output));
        co_return exit_code::success;
    }
    const auto text = co_await header(call, asked, app, given, position);
    const auto resources = co_await resources_text(call, asked, app, given.output);
    call.streams().out(painted(text + resources, call.has_colours()));
    co_return exit_code::success;
}

} // namespace

const command app_get = {
    .path = "app get",
    .arguments = "APPNAME",
    .names = {name_kind::application},
    .summary = "Show an application",
    .examples = "argocdpp app get guestbook\n"
                "argocdpp app get guestbook --refresh --show-operation\n"
                "argocdpp app get argocd/guestbook -o tree=detailed",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
