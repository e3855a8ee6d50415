// argocdpp app diff: what a sync would change.

#include "../application_choice.hpp"
#include "../commands.hpp"
#include "../comparison.hpp"
#include "../difference_output.hpp"
#include "../local_manifests.hpp"

#include <argocdpp/applications.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    std::string app_namespace;
    std::string revision;
    local_choice local{"", "/"};
    text_list local_includes = {"*.yaml", "*.yml", "*.json"};
    text_list revisions;
    text_list source_names;
    std::vector<long long> source_positions;
    std::chrono::nanoseconds jq_timeout = std::chrono::seconds(1);
    long long diff_exit_code = 1;
    long long diff_concurrency = -1;
    long long diff_batch_kb = 250;
    bool tells_by_exit_code = true;
    bool refresh = false;
    bool hard_refresh = false;
    bool server_side_diff = false;
    bool server_side_generate = false;
};

void describe_targets(flag_set& flags, options& given) {
    flags.add(given.revision, "revision", 0, "compare with this revision");
    flags.add(given.revisions, "revisions", 0,
              "revision of one of several sources (repeatable, with positions or names)");
    flags.add(given.source_names, "source-names", 0, "source of each revision, by name")
        .naming(name_kind::source_name);
    flags.add_csv(given.source_positions, "source-positions", 0,
                  "source of each revision, counted from 1");
    flags.add(given.local.directory, "local", 0, "compare with what this directory renders to");
    flags.add(given.local.root, "local-repo-root", 0, "root of the repository of --local");
    flags.add(given.local_includes, "local-include", 0,
              "files of --local to send, by name patterns (repeatable)");
    flags.add(given.server_side_generate, "server-side-generate", 0,
              "have the server render --local");
}

void describe(flag_set& flags, options& given) {
    flags.add(given.app_namespace, "app-namespace", 'N', "namespace of the application");
    describe_targets(flags, given);
    flags.add(given.refresh, "refresh", 0, "compare the application anew first");
    flags.add(given.hard_refresh, "hard-refresh", 0, "render and compare it anew first");
    flags.add(given.tells_by_exit_code, "exit-code", 0,
              "end with another code than 0 if it differs");
    flags.add(given.diff_exit_code, "diff-exit-code", 0, "that code");
    flags.add(given.server_side_diff, "server-side-diff", 0, "compare by a dry run of the sync");
    flags.add(given.diff_concurrency, "server-side-diff-concurrency", 0,
              "how many dry runs go on at once; -1 for any number");
    flags.add(given.diff_batch_kb, "server-side-diff-max-batch-kb", 0, "size of one dry run");
    flags.add(given.jq_timeout, "ignore-normalizer-jq-execution-timeout", 0,
              "accepted; the server normalizes");
}

[[noreturn]] void refuse(const std::string& message) { throw failure(exit_code::failure, message); }

void check(const options& given) {
    check_source_flags(given.revisions, given.source_positions, given.source_names,
                       exit_code::error);
    if (given.diff_concurrency == 0)
        throw failure(exit_code::error,
                      "invalid value for --server-side-diff-concurrency: 0 is not allowed (use -1 "
                      "for unlimited, or a positive number to limit concurrency)");
}

refresh refresh_kind(const options& given) {
    if (given.hard_refresh)
        return refresh::hard;
    return given.refresh ? refresh::normal : refresh::none;
}

/// What to render instead of the application's own targets; nothing for those.
std::optional<manifest_query> other_targets(const options& given, const proto::application& state) {
    auto positions = given.source_positions;
    for (const auto& name : given.source_names)
        positions.push_back(source_position(state, name));
    manifest_query query;
    query.no_cache = given.hard_refresh;
    if (state.spec.has_multiple_sources() && !given.revisions.empty() && !positions.empty()) {
        const auto count = static_cast<long long>(state.spec.sources.size());
        for (const auto position : positions)
            if (position <= 0 || position > count)
                refuse("source-position cannot be less than 1 or more than number of sources in "
                       "the app. Counting starts at 1.");
        query.revisions = given.revisions;
        query.source_positions = std::move(positions);
    } else if (!given.revision.empty()) {
        query.revision = given.revision;
    } else {
        return std::nullopt;
    }
    return query;
}

/// What the server makes of the directory as it is, which the application's path must be in.
task<std::vector<std::string>> rendered_as_sent(invocation& call, app_ref app,
                                                const options& given) {
    local_folder folder;
    folder.directory = given.local.directory;
    folder.include = given.local_includes;
    auto found = co_await call.server().apps().manifests_of(std::move(app), std::move(folder));
    co_return std::move(found.manifests);
}

/// What to compare with; what is given here outlives the wish.
comparison_wish wish_of(invocation& call, const app_ref& app, const options& given,
                        const proto::application& state) {
    comparison_wish wish;
    wish.anew = given.server_side_diff;
    wish.limits = limits_of(given.diff_concurrency, given.diff_batch_kb);
    auto revisions = other_targets(given, state);
    if (revisions) {
        wish.targets = rendered_at(call, app, std::move(*revisions));
    } else if (given.local.directory.empty()) {
        return wish;
    } else if (given.server_side_generate) {
        wish.targets = [&call, &app, &given] { return rendered_as_sent(call, app, given); };
    } else {
        wish.targets = [&] { return local_manifests(call, app, state, given.local); };
        wish.without_secrets = true;
    }
    return wish;
}

/// What the official CLI says once it has read the application.
void check_server_side_diff(invocation& call, const options& given,
                            const proto::application& state) {
    if (!given.server_side_diff)
        return;
    const auto* chosen =
        proto::find(state.metadata.annotations, "argocd.argoproj.io/compare-options");
    if (!chosen || chosen->find("ServerSideDiff=true") == std::string::npos)
        call.streams().err("Warning: Application does not have ServerSideDiff=true annotation.\n");
    if (!given.local.directory.empty() && !given.server_side_generate)
        refuse("--server-side-diff with --local requires --server-side-generate.");
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().size() != 1)
        throw show_help{exit_code::diff_usage};
    check(given);
    const auto app = app_ref::parse(call.arguments().front(), given.app_namespace);
    const auto kind = refresh_kind(given);
    proto::application state;
    // Whoever may not read the application may not read its resources, and is told in the same
    // words; so it is asked for only where it is needed.
    if (kind != refresh::none || !given.revision.empty() || !given.revisions.empty() ||
        !given.local.directory.empty() || given.server_side_diff)
        state = co_await call.server().apps().get(app, kind);
    check_server_side_diff(call, given, state);
    auto wish = wish_of(call, app, given, state);
    auto compared = co_await compare(call, app, std::move(wish), state);
    const auto found = changes(std::move(compared));
    print_changes(call, found);
    const bool tells = !found.empty() && given.tells_by_exit_code;
    // Go's os.Exit passes any number on, of which the system keeps the last byte.
    co_return static_cast<exit_code>(tells ? given.diff_exit_code & 0xff : 0);
}

} // namespace

const command app_diff = {
    .path = "app diff",
    .arguments = "APPNAME",
    .names = {name_kind::application},
    .summary = "Show what a sync would change",
    .details = "Ends with 1 (or --diff-exit-code) where something differs. The program named in "
               "KUBECTL_EXTERNAL_DIFF, if any, prints the differences. Hooks are left out.",
    .differences =
        "Needs no diff program: it prints what GNU diff 3.8 would. Files for the program of "
        "KUBECTL_EXTERNAL_DIFF are readable by nobody else.\n"
        "Works without the right to read the project.\n"
        "With --revision, --revisions or --local the server predicts the changes by a dry run; "
        "what the cluster would refuse is an error.\n"
        "--local has the server render the directory; neither helm nor kustomize is needed here.",
    .examples = "argocdpp app diff guestbook\n"
                "argocdpp app diff guestbook --refresh --exit-code=false\n"
                "KUBECTL_EXTERNAL_DIFF='diff -u' argocdpp app diff guestbook",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
