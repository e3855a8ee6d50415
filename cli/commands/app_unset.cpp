// argocdpp app unset: takes options out of an application's source again.

#include "../application_choice.hpp"
#include "../commands.hpp"
#include "../questions.hpp"
#include "../source_unset.hpp"
#include "../spec_document.hpp"

#include <argocdpp/applications.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    unset_options wanted;
    std::string app_namespace;
    std::string source_name;
    long long source_position = -1;
};

void describe(flag_set& flags, options& given) {
    auto& wanted = given.wanted;
    flags.add(given.app_namespace, "app-namespace", 'N', "namespace of the application");
    flags.add(wanted.parameters, "parameter", 'p', "parameter of a Helm source, by its name");
    flags.add(wanted.values_files, "values", 0, "values file");
    flags.add(wanted.values_literal, "values-literal", 0, "values that stand in the application");
    flags.add(wanted.ignore_missing_value_files, "ignore-missing-value-files", 0,
              "let missing values files be an error again");
    flags.add(wanted.name_suffix, "namesuffix", 0, "suffix of every resource's name");
    flags.add(wanted.name_prefix, "nameprefix", 0, "prefix of every resource's name");
    flags.add(wanted.kustomize_version, "kustomize-version", 0, "version of Kustomize");
    flags.add(wanted.kustomize_namespace, "kustomize-namespace", 0, "namespace of every resource");
    flags.add(wanted.kustomize_images, "kustomize-image", 0, "image, by its name, e.g. nginx");
    flags.add(wanted.kustomize_replicas, "kustomize-replica", 0, "number of replicas, by its name");
    flags.add(wanted.ignore_missing_components, "ignore-missing-components", 0,
              "let missing Kustomize components be an error again");
    flags.add(wanted.plugin_variables, "plugin-env", 0, "variable of the plugin, by its name");
    flags.add(wanted.pass_credentials, "pass-credentials", 0,
              "do not send the credentials to all hosts");
    flags.add(wanted.ref, "ref", 0, "name by which other sources refer to this one");
    flags.add(given.source_position, "source-position", 0,
              "which of several sources, counted from 1");
    flags.add(given.source_name, "source-name", 0, "which of several sources, by its name")
        .naming(name_kind::source_name);
}

/// The official CLI also takes the name from a source that was chosen by it; that is no option
/// anybody named, and argocdpp leaves it.
bool change(const options& given, proto::any& application) {
    const auto position = chosen_source(application, given.source_name, given.source_position);
    auto& spec = object_in(application, "spec");
    auto source = source_at(spec, position);
    const auto result = unset(source, given.wanted);
    if (result == unset_result::nothing_named)
        throw show_help();
    if (result == unset_result::unchanged)
        return false;
    put_source(spec, position, std::move(source));
    return true;
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().size() != 1)
        throw show_help();
    refuse_two_choices(given.source_name, given.source_position);
    auto app = app_ref::parse(call.arguments().front(), given.app_namespace);
    bool agreed = !call.prompts_enabled();
    application_change edit = [&](proto::any& application) {
        if (!change(given, application))
            return false;
        if (!agreed)
            agreed = ask_to_proceed(call.streams(),
                                    "Are you sure you want to unset the parameters? [y/n]",
                                    "--prompts-enabled=false");
        if (!agreed)
            call.streams().out("The command to unset the parameters has been cancelled.\n");
        return agreed;
    };
    // The official CLI has this not validated.
    co_await call.server().apps().edit(std::move(app), validation::optional, std::move(edit));
    co_return exit_code::success;
}

} // namespace

const command app_unset = {
    .path = "app unset",
    .arguments = "APPNAME",
    .names = {name_kind::application},
    .summary = "Take options out of an application's source",
    .details = "What is not there is no error. Asks first where prompts are enabled.",
    .differences =
        "Sends only what changes, with a test that nobody else has changed it, and tries again "
        "after that, five times at most; fields that argocdpp does not know stay.\n"
        "--source-name does not take the name from the source; --plugin-env gives no plugin to a "
        "source that has none.",
    .examples = "argocdpp app unset guestbook -p image.tag\n"
                "argocdpp app unset guestbook --kustomize-image nginx --nameprefix",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
