// argocdpp app remove-source: takes one source from an application of several.

#include "../application_choice.hpp"
#include "../commands.hpp"
#include "../questions.hpp"
#include "../spec_document.hpp"

#include <argocdpp/applications.hpp>
#include <argocdpp/proto/codec.hpp>

#include <algorithm>
#include <optional>

namespace argocdpp::cli {
namespace {

struct options {
    std::string app_namespace;
    std::string source_name;
    long long source_position = -1;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.app_namespace, "app-namespace", 'N', "namespace of the application");
    flags.add(given.source_position, "source-position", 0, "which source, counted from 1");
    flags.add(given.source_name, "source-name", 0, "which source, by its name")
        .naming(name_kind::source_name);
}

/// The place of the source among `sources`, from 0. Throws `failure`.
std::size_t place_of_source(const options& given, const proto::any& application) {
    auto position = given.source_position;
    refuse_two_choices(given.source_name, position);
    if (!given.source_name.empty())
        position =
            source_position(proto::decode<proto::application>(application), given.source_name);
    const auto* spec = application.find("spec");
    if (!spec || !has_multiple_sources(*spec))
        throw failure(exit_code::error, "Application does not have multiple sources configured");
    const auto count = count_sources(*spec);
    if (count == 1)
        throw failure(exit_code::error, "Cannot remove the only source remaining in the app");
    if (static_cast<std::size_t>(position) > count)
        throw failure(exit_code::error,
                      "Application does not have source at " + std::to_string(position) + "\n");
    return static_cast<std::size_t>(position) - 1;
}

/// Removes the source that is meant, and notes it: where the application was changed by others
/// meanwhile, another one may stand in its place.
void change(const options& given, proto::any& application, std::optional<proto::any>& meant) {
    auto place = place_of_source(given, application);
    auto& sources = list_in(object_in(application, "spec"), "sources");
    if (!meant)
        meant = sources[place];
    if (sources[place] != *meant)
        place = static_cast<std::size_t>(std::ranges::find(sources, *meant) - sources.begin());
    if (place == sources.size())
        throw failure(exit_code::error, "the source was changed or removed by somebody else "
                                        "meanwhile; nothing was removed");
    sources.erase(sources.begin() + static_cast<std::ptrdiff_t>(place));
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().size() != 1)
        throw show_help();
    if (given.source_name.empty() && given.source_position <= 0)
        throw failure(exit_code::error, "Value of source-position must be greater than 0");
    auto app = app_ref::parse(call.arguments().front(), given.app_namespace);
    const auto name = app.name;
    bool agreed = !call.prompts_enabled();
    std::optional<proto::any> meant;
    application_change edit = [&](proto::any& application) {
        change(given, application, meant);
        if (!agreed)
            agreed =
                ask_to_proceed(call.streams(), "Are you sure you want to delete the source? [y/n]",
                               "--prompts-enabled=false");
        return agreed;
    };
    co_await call.server().apps().edit(std::move(app), validation::required, std::move(edit));
    call.streams().out(agreed ? "Application '" + name + "' updated successfully\n"
                              : "The command to delete the source was cancelled\n");
    co_return exit_code::success;
}

} // namespace

const command app_remove_source = {
    .path = "app remove-source",
    .arguments = "APPNAME",
    .names = {name_kind::application},
    .summary = "Remove a source from an application of several sources",
    .details = "Asks first where prompts are enabled. The last source stays.",
    .differences =
        "Sends only what changes, with a test that nobody else has changed it, and tries again "
        "after that, five times at most; fields that argocdpp does not know stay.",
    .examples = "argocdpp app remove-source shop --source-name web\n"
                "argocdpp app remove-source shop --source-position 2",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
