// argocdpp app set: changes what the flags name in an application.

#include "../application_choice.hpp"
#include "../commands.hpp"
#include "../spec_document.hpp"
#include "../spec_flags.hpp"

#include <argocdpp/applications.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    spec_flags spec;
    std::string app_namespace;
    long long source_position = -1;
};

void describe(flag_set& flags, options& given) {
    given.spec.describe(flags);
    flags.add(given.app_namespace, "app-namespace", 'N', "namespace of the application");
    flags.add(given.source_position, "source-position", 0,
              "which of several sources, counted from 1");
}

void change(invocation& call, const options& given, proto::any& application) {
    const auto position =
        chosen_source(application, given.spec.source_name(), given.source_position);
    if (!call.given_any()) {
        call.talk().line(log_level::error, "Please set at least one option to update");
        throw show_help();
    }
    given.spec.apply(object_in(application, "spec"), position);
    given.spec.apply_parameters(call, application, position);
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().size() != 1)
        throw show_help();
    co_await given.spec.prepare(call);
    auto app = app_ref::parse(call.arguments().front(), given.app_namespace);
    const auto validated = given.spec.validate() ? validation::required : validation::skipped;
    application_change edit = [&](proto::any& application) {
        change(call, given, application);
        return true;
    };
    co_await call.server().apps().edit(std::move(app), validated, std::move(edit));
    co_return exit_code::success;
}

} // namespace

const command app_set = {
    .path = "app set",
    .arguments = "APPNAME",
    .names = {name_kind::application},
    .summary = "Change an application's source, destination and policies",
    .details = "Only the fields that the flags name are sent, each with a test that nobody else "
               "has changed it meanwhile. Lists grow: parameters, images and options are merged "
               "with those that are there.",
    .differences = "Sends only what changes, with a test that nobody else has changed it, and "
                   "tries again after that, five times at most; fields that argocdpp does not know "
                   "stay. With --validate=false the whole spec is put.",
    .examples = "argocdpp app set guestbook --revision v1.2.0\n"
                "argocdpp app set guestbook -p image.tag=v2 --sync-option Prune=false\n"
                "argocdpp app set guestbook --source-position 1 --path web",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
