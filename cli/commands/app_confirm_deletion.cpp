// argocdpp app confirm-deletion: lets a deletion or pruning that waits for it go on.

#include "../commands.hpp"
#include "../invocation.hpp"
#include "../spec_document.hpp"
#include "../views/time_text.hpp"

#include <argocdpp/applications.hpp>

namespace argocdpp::cli {
namespace {

constexpr std::string_view approval = "argocd.argoproj.io/deletion-approved";

struct options {
    std::string app_namespace;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.app_namespace, "app-namespace", 'N', "namespace of the application");
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().size() != 1)
        throw show_help();
    auto app = app_ref::parse(call.arguments().front(), given.app_namespace);
    const auto name = app.name;
    const auto now = rfc3339(call.time().unix_seconds(), time_zone::local());
    application_change edit = [&](proto::any& application) {
        object_in(object_in(application, "metadata"), "annotations").set(approval, now);
        return true;
    };
    // The official CLI has this not validated: the repository may be gone by now.
    co_await call.server().apps().edit(std::move(app), validation::optional, std::move(edit));
    call.streams().out("Application '" + name + "' updated successfully\n");
    co_return exit_code::success;
}

} // namespace

const command app_confirm_deletion = {
    .path = "app confirm-deletion",
    .arguments = "APPNAME",
    .names = {name_kind::application},
    .summary = "Confirm that resources of an application may be deleted",
    .details = "For resources whose deletion or pruning waits for a confirmation.",
    .differences =
        "Sends only what changes, with a test that nobody else has changed it, and tries again "
        "after that, five times at most; fields that argocdpp does not know stay.",
    .examples = "argocdpp app confirm-deletion guestbook",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
