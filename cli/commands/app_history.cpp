// argocdpp app history: what was deployed and when.

#include "../commands.hpp"
#include "../invocation.hpp"
#include "../views/deployment_history.hpp"

#include <argocdpp/applications.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    std::string app_namespace;
    std::string output = "wide";
};

void describe(flag_set& flags, options& given) {
    flags.add(given.app_namespace, "app-namespace", 'N', "namespace of the application");
    flags.add(given.output, "output", 'o', "wide, or id: the numbers alone").one_of("wide id");
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().size() != 1)
        throw show_help();
    auto asked = app_ref::parse(call.arguments().front(), given.app_namespace);
    const auto app = co_await call.server().apps().get(std::move(asked));
    const auto& history = app.status.history;
    if (given.output == "id")
        call.streams().out(deployment_ids(history));
    else
        call.streams().out(deployment_history(history, time_zone::local()));
    co_return exit_code::success;
}

} // namespace

const command app_history = {
    .path = "app history",
    .arguments = "APPNAME",
    .names = {name_kind::application},
    .summary = "Show what was deployed and when",
    .details = "The oldest deployment comes first. `app rollback` takes the numbers.",
    .examples = "argocdpp app history guestbook\n"
                "argocdpp app history guestbook -o id",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
