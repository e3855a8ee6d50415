// argocdpp app actions run: runs an action on resources of an application.

#include "../commands.hpp"
#include "../required_flags.hpp"
#include "../resource_choice.hpp"

#include <argocdpp/app_resources.hpp>

#include <algorithm>

namespace argocdpp::cli {
namespace {

struct options {
    std::string app_namespace;
    resource_filter filter;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.filter.all, "all", 0, "run it on all resources that match");
    flags.add(given.app_namespace, "app-namespace", 'N', "namespace of the application");
    add_filter_flags(flags, given.filter);
}

/// As in the official CLI, which does not look at the last one.
void check_groups(const std::vector<resource_id>& chosen) {
    const bool is_ambiguous = std::any_of(chosen.begin(), chosen.end() - 1, [&](const auto& one) {
        return one.group != chosen.front().group;
    });
    if (is_ambiguous)
        throw failure(exit_code::failure, "Ambiguous resource group. Use flag --group to specify "
                                          "resource group explicitly.");
}

task<exit_code> run(invocation& call, options given) {
    require_flags(call, {"kind"});
    if (call.arguments().size() != 2)
        throw show_help();
    const auto app = app_ref::parse(call.arguments()[0], given.app_namespace);
    const auto chosen = co_await actionable_resources(call, app, given.filter);
    check_groups(chosen);
    std::function<void()> on_old_server = [&call] {
        call.streams().out("RunResourceActionV2 is not supported by the server, falling back to "
                           "RunResourceAction.\n");
    };
    for (const auto& resource : chosen)
        co_await call.server().resources().run_action(app, resource, call.arguments()[1],
                                                      on_old_server);
    co_return exit_code::success;
}

} // namespace

const command app_actions_run = {
    .path = "app actions run",
    .arguments = "APPNAME ACTION",
    .names = {name_kind::application},
    .summary = "Run an action on resources of an application",
    .details = "Only on resources that the application manages itself, and on the application. "
               "Several are done one after the other, until one fails.",
    .differences = "Each change is sent once; where the answer was lost, it says that the change "
                   "may have been taken.",
    .examples = "argocdpp app actions run guestbook restart --kind Deployment\n"
                "argocdpp app actions run guestbook restart --kind Deployment --all",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
