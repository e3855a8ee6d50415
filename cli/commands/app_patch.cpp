// argocdpp app patch: changes an application by a JSON or merge patch.

#include "../application_output.hpp"
#include "../commands.hpp"

#include <argocdpp/applications.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    std::string app_namespace;
    std::string patch;
    std::string type = "json";
};

void describe(flag_set& flags, options& given) {
    flags.add(given.app_namespace, "app-namespace", 'N', "namespace of the application");
    flags.add(given.patch, "patch", 0, "the patch, as JSON");
    flags.add(given.type, "type", 0, "kind of the patch: json or merge").one_of("json merge");
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().size() != 1)
        throw show_help();
    auto app = app_ref::parse(call.arguments().front(), given.app_namespace);
    const auto patched =
        co_await call.server().apps().patch(std::move(app), given.patch, given.type);
    call.streams().out(application_document(call, patched, "yaml") + "\n");
    co_return exit_code::success;
}

} // namespace

const command app_patch = {
    .path = "app patch",
    .arguments = "APPNAME",
    .names = {name_kind::application},
    .summary = "Change an application by a patch",
    .details = "The server keeps changes of the spec, labels, annotations and finalizers only.",
    .differences = "Each change is sent once; where the answer was lost, it says that the change "
                   "may have been taken.",
    .examples =
        "argocdpp app patch guestbook "
        "--patch '[{\"op\":\"replace\",\"path\":\"/spec/source/path\",\"value\":\"web\"}]'\n"
        "argocdpp app patch guestbook --type merge "
        "--patch '{\"spec\":{\"source\":{\"targetRevision\":\"main\"}}}'",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
