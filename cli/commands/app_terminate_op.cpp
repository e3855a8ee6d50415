// argocdpp app terminate-op: ends the operation at work.

#include "../commands.hpp"
#include "../invocation.hpp"

#include <argocdpp/applications.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    std::string app_namespace;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.app_namespace, "app-namespace", 'N', "namespace of the application");
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().size() != 1)
        throw show_help();
    const auto asked = app_ref::parse(call.arguments().front(), given.app_namespace);
    co_await call.server().apps().terminate_operation(asked);
    call.streams().out("Application '" + asked.name + "' operation terminating\n");
    co_return exit_code::success;
}

} // namespace

const command app_terminate_op = {
    .path = "app terminate-op",
    .arguments = "APPNAME",
    .names = {name_kind::application},
    .summary = "End the operation that an application is at",
    .details = "Does not wait until it has ended; `app wait --operation` does that.",
    .examples = "argocdpp app terminate-op guestbook",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
