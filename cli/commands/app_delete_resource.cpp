// argocdpp app delete-resource: deletes live resources of an application.

#include "../commands.hpp"
#include "../confirmation.hpp"
#include "../required_flags.hpp"
#include "../resource_choice.hpp"

#include <argocdpp/app_resources.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    std::string app_namespace;
    std::string project;
    resource_removal how;
    resource_filter filter;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.filter.all, "all", 0, "delete all resources that match");
    flags.add(given.app_namespace, "app-namespace", 'N', "namespace of the application");
    flags.add(given.how.force, "force", 0, "delete at once, without a period of grace");
    add_filter_flags(flags, given.filter);
    flags.add(given.how.orphan, "orphan", 0, "keep what depends on the resources");
    flags
        .add(given.project, "project", 0,
             "project of the application; what is not there is then called \"not found\"")
        .naming(name_kind::project);
}

task<exit_code> run(invocation& call, options given) {
    require_flags(call, {"kind"});
    if (call.arguments().size() != 1)
        throw show_help();
    auto app = app_ref::parse(call.arguments().front(), given.app_namespace);
    const auto chosen = co_await chosen_resources(call, app, given.filter);
    // The official CLI names the project only here, not where it reads the resources.
    app.project = given.project;
    for (const auto& resource : chosen) {
        const auto named =
            resource.group + "/" + resource.kind + " " + resource.name_space + "/" + resource.name;
        if (!is_confirmed(call, "Are you sure you want to delete " + named + " ? [y/n]")) {
            call.streams().out("The command to delete " + named + " was cancelled.\n");
            continue;
        }
        co_await call.server().resources().remove(app, resource, given.how);
        call.talk().info("Resource '" + resource.name + "' deleted");
    }
    co_return exit_code::success;
}

} // namespace

const command app_delete_resource = {
    .path = "app delete-resource",
    .arguments = "APPNAME",
    .names = {name_kind::application},
    .summary = "Delete live resources of an application",
    .details = "Only resources that the application manages itself. Several are deleted one after "
               "the other, until one fails. Asks where prompts are enabled (see configure).",
    .differences = "Each change is sent once; where the answer was lost, it says that the change "
                   "may have been taken.",
    .examples = "argocdpp app delete-resource guestbook --kind Job --resource-name migrate\n"
                "argocdpp app delete-resource guestbook --kind Job --all --orphan",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
