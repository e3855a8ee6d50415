// argocdpp app manifests: what an application's resources should be, or are.

#include "../application_choice.hpp"
#include "../commands.hpp"
#include "../local_manifests.hpp"
#include "../views/yaml.hpp"

#include <argocdpp/applications.hpp>
#include <argocdpp/proto/json.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    std::string app_namespace;
    std::string source = "git";
    std::string revision;
    local_choice local{"", "."};
    text_list revisions;
    text_list source_names;
    std::vector<long long> source_positions;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.app_namespace, "app-namespace", 'N', "namespace of the application");
    flags.add(given.local.directory, "local", 0, "render this directory instead");
    flags.add(given.local.root, "local-repo-root", 0, "root of the repository of --local");
    flags.add(given.revision, "revision", 0, "render this revision instead of the target's");
    flags.add(given.revisions, "revisions", 0,
              "revision of one of several sources (repeatable, with positions or names)");
    flags.add(given.source, "source", 0, "git for what should be, live for what is")
        .one_of("git live");
    flags.add(given.source_names, "source-names", 0, "source of each revision, by name")
        .naming(name_kind::source_name);
    flags.add_csv(given.source_positions, "source-positions", 0,
                  "source of each revision, counted from 1");
}

void check(const options& given) {
    const auto refuse = [](const char* message) { throw failure(exit_code::failure, message); };
    check_source_flags(given.revisions, given.source_positions, given.source_names,
                       exit_code::error);
    for (const auto position : given.source_positions)
        if (position <= 0)
            refuse("source-position cannot be less than or equal to 0, Counting starts at 1");
}

/// The application, whose names of sources say which positions are meant.
task<void> read_application(invocation& call, const app_ref& app, const options& given,
                            proto::application& state, std::vector<long long>& positions) {
    state = co_await call.server().apps().get(app);
    for (const auto& name : given.source_names)
        positions.push_back(source_position(state, name));
}

task<void> read_managed(invocation& call, const app_ref& app, const options& given,
                        proto::managed_resources& into) {
    into = co_await call.server().apps().managed(app);
    if (given.source != "git" && given.source != "live")
        throw failure(exit_code::failure, "Unknown source type '" + given.source + "'");
}

task<void> render(invocation& call, const app_ref& app, const options& given,
                  const std::vector<long long>& positions, std::vector<std::string>& into) {
    manifest_query query;
    query.revision = given.revision;
    if (!given.revisions.empty() && !positions.empty()) {
        query.revisions = given.revisions;
        query.source_positions = positions;
    }
    auto rendered = co_await call.server().apps().manifests(app, std::move(query));
    into = std::move(rendered.manifests);
}

/// The JSON texts of the objects to show; where one side of a resource is missing, no text. What is
/// read side by side is refused in the official CLI's order, which reads one after the other, and
/// all of it in any case.
task<std::vector<std::string>> chosen_objects(invocation& call, app_ref app, const options& given) {
    auto positions = given.source_positions;
    proto::application state;
    proto::managed_resources managed;
    std::vector<std::string> texts;
    const bool names_sources = !given.source_names.empty();
    const bool has_revisions = !given.revisions.empty() && (names_sources || !positions.empty());
    const bool is_local = given.source == "git" && !given.local.directory.empty();
    const bool renders =
        given.source == "git" && !is_local && (has_revisions || !given.revision.empty());
    std::vector<task<void>> reads;
    reads.push_back(read_application(call, app, given, state, positions));
    reads.push_back(read_managed(call, app, given, managed));
    if (renders && !names_sources)
        reads.push_back(render(call, app, given, given.source_positions, texts));
    const auto count = reads.size();
    co_await when_all_in_order(std::move(reads), count);
    if (is_local)
        co_return co_await local_manifests(call, app, state, given.local);
    if (renders && names_sources)
        co_await render(call, app, given, positions, texts);
    if (renders)
        co_return texts;
    for (const auto& resource : managed.items)
        texts.push_back(given.source == "live" ? resource.live_state : resource.target_state);
    co_return texts;
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().size() != 1)
        throw show_help();
    check(given);
    const auto app = app_ref::parse(call.arguments().front(), given.app_namespace);
    std::string documents;
    for (const auto& text : co_await chosen_objects(call, app, given))
        documents += "---\n" + to_yaml(text.empty() ? proto::any() : proto::parse(text)) + "\n";
    call.streams().out(documents);
    co_return exit_code::success;
}

} // namespace

const command app_manifests = {
    .path = "app manifests",
    .arguments = "APPNAME",
    .names = {name_kind::application},
    .summary = "Show the manifests of an application",
    .details = "One YAML document per resource. With --source live, `null` stands for a resource "
               "that is not there. With --local the server renders a directory of this machine, "
               "with what is around it in its git repository or in --local-repo-root; Secrets are "
               "left out.",
    .differences =
        "--local has the server render the directory; neither helm nor kustomize is needed here.",
    .examples = "argocdpp app manifests guestbook\n"
                "argocdpp app manifests guestbook --source live\n"
                "argocdpp app manifests guestbook --local ./guestbook\n"
                "argocdpp app manifests guestbook --revisions v2 --source-names base",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
