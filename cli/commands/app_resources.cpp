// argocdpp app resources: what an application consists of, and what nobody manages beside it.

#include "../commands.hpp"
#include "../invocation.hpp"
#include "../views/paint.hpp"
#include "../views/resource_list.hpp"

#include <argocdpp/applications.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    std::string app_namespace;
    std::string output;
    std::string project;
    bool orphaned = false;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.app_namespace, "app-namespace", 'N', "namespace of the application");
    flags.add(given.orphaned, "orphaned", 0,
              "only resources that no application manages; =false leaves those out");
    flags
        .add(given.output, "output", 0,
             "tree, or tree=detailed: with what came out of each resource")
        .one_of("tree tree=detailed");
    flags
        .add(given.project, "project", 0,
             "project of the application; what is not there is then called \"not found\"")
        .naming(name_kind::project);
}

resource_list_choice choice_of(invocation& call, const options& given) {
    resource_list_choice made;
    made.managed = !given.orphaned;
    made.orphaned = given.orphaned || !call.given("orphaned");
    if (given.output == "tree")
        made.form = resource_list_form::tree;
    else if (given.output == "tree=detailed")
        made.form = resource_list_form::detailed;
    return made;
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().size() != 1)
        throw show_help();
    auto asked = app_ref::parse(call.arguments().front(), given.app_namespace);
    asked.project = given.project;
    const auto tree = co_await call.server().apps().tree(std::move(asked));
    const auto text = resource_list(tree, choice_of(call, given), call.time().unix_seconds());
    call.streams().out(painted(text, call.has_colours()));
    co_return exit_code::success;
}

} // namespace

const command app_resources = {
    .path = "app resources",
    .arguments = "APPNAME",
    .names = {name_kind::application},
    .summary = "List the resources of an application",
    .details = "Orphans, where the project has them watched, come behind the application's own.",
    .examples = "argocdpp app resources guestbook\n"
                "argocdpp app resources guestbook --orphaned\n"
                "argocdpp app resources guestbook --output tree=detailed",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
