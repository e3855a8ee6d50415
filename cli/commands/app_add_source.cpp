// argocdpp app add-source: gives an application of several sources one more.

#include "../commands.hpp"
#include "../spec_document.hpp"
#include "../spec_flags.hpp"

#include <argocdpp/applications.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    spec_flags spec;
    std::string app_namespace;
};

void describe(flag_set& flags, options& given) {
    given.spec.describe(flags);
    flags.add(given.app_namespace, "app-namespace", 'N', "namespace of the application");
}

void change(invocation& call, const options& given, proto::any& application,
            const std::string& name) {
    auto& spec = object_in(application, "spec");
    const auto count = count_sources(spec);
    if (count == 0)
        throw failure(exit_code::error, "Cannot add source: application " + name +
                                            " does not have spec.sources defined");
    proto::any source;
    source.set("repoURL", "");
    given.spec.apply_to_source(source);
    list_in(spec, "sources").push_back(std::move(source));
    // The official CLI means the source in front of the new one here; so it is there that
    // --parameter is set.
    given.spec.apply_parameters(call, application, static_cast<long long>(count));
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().size() != 1)
        throw show_help();
    co_await given.spec.prepare(call);
    auto app = app_ref::parse(call.arguments().front(), given.app_namespace);
    const auto name = app.name;
    const auto validated = given.spec.validate() ? validation::required : validation::skipped;
    application_change edit = [&](proto::any& application) {
        change(call, given, application, name);
        return true;
    };
    co_await call.server().apps().edit(std::move(app), validated, std::move(edit));
    call.streams().out("Application '" + name + "' updated successfully\n");
    co_return exit_code::success;
}

} // namespace

const command app_add_source = {
    .path = "app add-source",
    .arguments = "APPNAME",
    .names = {name_kind::application},
    .summary = "Add a source to an application of several sources",
    .details = "Flags that are not about a source change nothing. --parameter sets parameters of "
               "the source in front of the new one, as the official CLI does; use --helm-set.",
    .differences = "Sends only what changes, with a test that nobody else has changed it, and "
                   "tries again after that, five times at most; fields that argocdpp does not know "
                   "stay. With --validate=false the whole spec is put.",
    .examples = "argocdpp app add-source shop --repo https://git.example/apps.git --path web "
                "--source-name web",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
