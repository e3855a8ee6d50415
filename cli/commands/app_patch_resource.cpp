// argocdpp app patch-resource: changes live resources of an application by a patch.

#include "../commands.hpp"
#include "../required_flags.hpp"
#include "../resource_choice.hpp"

#include <argocdpp/app_resources.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    std::string app_namespace;
    std::string patch;
    std::string patch_type = "application/merge-patch+json";
    std::string project;
    resource_filter filter;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.filter.all, "all", 0, "patch all resources that match");
    flags.add(given.app_namespace, "app-namespace", 'N', "namespace of the application");
    add_filter_flags(flags, given.filter);
    flags.add(given.patch, "patch", 0, "the patch, as JSON (required)");
    flags
        .add(given.patch_type, "patch-type", 0,
             "application/merge-patch+json, application/json-patch+json or "
             "application/strategic-merge-patch+json")
        .one_of("application/merge-patch+json application/json-patch+json "
                "application/strategic-merge-patch+json");
    flags
        .add(given.project, "project", 0,
             "project of the application; what is not there is then called \"not found\"")
        .naming(name_kind::project);
}

task<exit_code> run(invocation& call, options given) {
    require_flags(call, {"kind", "patch"});
    if (call.arguments().size() != 1)
        throw show_help();
    auto app = app_ref::parse(call.arguments().front(), given.app_namespace);
    const auto chosen = co_await chosen_resources(call, app, given.filter);
    // The official CLI names the project only here, not where it reads the resources.
    app.project = given.project;
    for (const auto& resource : chosen) {
        co_await call.server().resources().patch(app, resource, given.patch, given.patch_type);
        call.talk().info("Resource '" + resource.name + "' patched");
    }
    co_return exit_code::success;
}

} // namespace

const command app_patch_resource = {
    .path = "app patch-resource",
    .arguments = "APPNAME",
    .names = {name_kind::application},
    .summary = "Change live resources of an application by a patch",
    .details = "Only resources that the application manages itself. Several are patched one after "
               "the other, until one fails.",
    .differences = "Each change is sent once; where the answer was lost, it says that the change "
                   "may have been taken.",
    .examples = "argocdpp app patch-resource guestbook --kind Deployment --resource-name web "
                "--patch '{\"spec\":{\"replicas\":3}}'",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
