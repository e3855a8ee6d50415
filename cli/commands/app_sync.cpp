// argocdpp app sync: starts a sync of each application and follows it to its end.

#include "../application_choice.hpp"
#include "../application_follow.hpp"
#include "../application_run.hpp"
#include "../commands.hpp"
#include "../contexts.hpp"
#include "../diagnosis_output.hpp"
#include "../document_output.hpp"
#include "../key_values.hpp"
#include "../live_tree.hpp"
#include "../local_manifests.hpp"
#include "../preview.hpp"
#include "../reports/reporting.hpp"
#include "../revision_options.hpp"
#include "../sync_conduct.hpp"
#include "../sync_request.hpp"
#include "../views/joined_text.hpp"
#include "../views/time_text.hpp"

#include <argocdpp/applications.hpp>
#include <argocdpp/proto/codec.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    sync_request_flags request;
    std::string app_namespace;
    std::string output = "wide";
    std::string selector;
    window_options windows;
    local_choice local{"", "/"};
    diagnosis_options diagnosis;
    sync_conduct_flags conduct;
    revision_options revision_flags;
    text_list labels;
    text_list projects;
    text_list resources;
    text_list source_names;
    reporting_options reporting;
    unsigned long long timeout = 0;
    std::chrono::nanoseconds jq_timeout = std::chrono::seconds(1);
    long long diff_concurrency = -1;
    long long diff_batch_kb = 250;
    bool assume_yes = false;
    bool async = false;
    bool is_live = false;
    bool preview = false;
    many_options many;
    context_options contexts;
};

void describe_choice(flag_set& flags, options& given) {
    flags.add(given.app_namespace, "app-namespace", 'N', "namespace of the applications");
    flags.add(given.labels, "label", 0,
              "only resources whose manifests carry this label, key=value (repeatable)");
    flags.add(given.projects, "project", 0, "all applications of this project (repeatable)")
        .naming(name_kind::project);
    flags
        .add(given.resources, "resource", 0,
             "only these resources: [!]GROUP:KIND:[NAMESPACE/]NAME, * for any (repeatable)")
        .naming(name_kind::resource);
    flags.add(given.selector, "selector", 'l', "applications whose labels match, e.g. team=web");
    flags.add(given.request.revision, "revision", 0,
              "sync to this revision instead of the target's");
    flags.add(given.request.revisions, "revisions", 0,
              "revision of one of several sources (repeatable, with positions or names)");
    flags.add(given.source_names, "source-names", 0, "source of each revision, by name")
        .naming(name_kind::source_name);
    flags.add_csv(given.request.source_positions, "source-positions", 0,
                  "source of each revision, counted from 1");
    flags.add(given.local.directory, "local", 0,
              "sync manifests of this directory instead of git's");
    flags.add(given.local.root, "local-repo-root", 0, "root of the repository of --local");
}

void describe(flag_set& flags, options& given) {
    describe_choice(flags, given);
    describe_sync_request(flags, given.request);
    describe_window_stop(flags, given.windows);
    flags.add(given.async, "async", 0, "do not wait for the sync to end");
    flags.add(given.assume_yes, "assumeYes", 0, "answer yes to every question");
    flags
        .add(given.output, "output", 'o',
             "one of wide, json, yaml, tree, tree=detailed, jsonpath=…, custom-columns=…")
        .one_of("wide json yaml tree tree=detailed jsonpath= custom-columns=");
    flags.add(given.preview, "preview-changes", 0, "show the differences and ask before syncing");
    flags.add(given.timeout, "timeout", 0, "seconds for each application; 0 is no limit");
    describe_live(flags, given.is_live);
    flags.add(given.jq_timeout, "ignore-normalizer-jq-execution-timeout", 0,
              "accepted; the server normalizes");
    flags.add(given.diff_concurrency, "server-side-diff-concurrency", 0,
              "how many diff requests of a preview run at once");
    flags.add(given.diff_batch_kb, "server-side-diff-max-batch-kb", 0,
              "size of a diff request of a preview");
    describe_diagnosis(flags, given.diagnosis);
    describe_reporting(flags, given.reporting);
    describe_sync_conduct(flags, given.conduct);
    describe_revision_sync(flags, given.revision_flags);
    describe_many(flags, given.many);
    describe_recursion(flags, given.many);
    describe_contexts(flags, given.contexts);
}

[[noreturn]] void refuse(const std::string& message) { throw failure(exit_code::failure, message); }

void check(const std::vector<std::string>& names, const options& given) {
    const bool has_one_name = names.size() == 1;
    if (names.size() > 1 && !given.selector.empty())
        refuse("Cannot use selector option when application name(s) passed as argument(s)");
    if (!has_one_name &&
        (!given.request.revisions.empty() || !given.request.source_positions.empty()))
        refuse("Cannot use --revisions and --source-positions options when 0 or more than 1 "
               "application names are passed as argument(s)");
    if (!has_one_name && !given.source_names.empty())
        refuse("Cannot use --revisions and --source-names options when 0 or more than 1 "
               "application names are passed as argument(s)");
    check_source_flags(given.request.revisions, given.request.source_positions, given.source_names,
                       exit_code::failure);
    const auto& wished = given.revision_flags;
    if ((!wished.wanted.empty() || !wished.expected.empty()) &&
        (!given.request.revision.empty() || !given.request.revisions.empty() ||
         !given.local.directory.empty()))
        refuse("--for-revision and --expect-revision do not go with --revision, --revisions and "
               "--local");
    if (!wished.wanted.empty() && (given.async || given.request.dry_run))
        refuse("--for-revision does not go with --async and --dry-run");
    for (const auto position : given.request.source_positions)
        if (position <= 0)
            refuse("source-position cannot be less than or equal to 0, Counting starts at 1");
    if (given.preview && (given.many.parallel > 1 || given.many.recursive))
        refuse("--preview-changes goes with neither --parallel nor --recursive");
    const bool is_for_one = !given.resources.empty() || !given.labels.empty() ||
                            !given.request.revision.empty() || !given.request.revisions.empty() ||
                            !given.local.directory.empty();
    if (given.many.recursive && is_for_one)
        refuse(
            "--recursive does not go with --resource, --label, --revision, --revisions, --local");
}

std::string listed(const text_list& texts) {
    std::string all;
    for (const auto& text : texts)
        all += (all.empty() ? "" : " ") + text;
    return "[" + all + "]";
}

task<std::vector<std::string>> chosen_names(invocation& call, const options& given) {
    auto names = call.arguments();
    if (given.selector.empty() && given.projects.empty())
        co_return names;
    app_query query;
    query.selector = given.selector;
    query.app_namespace = given.app_namespace;
    query.projects = given.projects;
    auto found = co_await application_names(call, std::move(query));
    if (found.empty())
        throw failure(exit_code::failure,
                      "No matching apps found for filter:" +
                          (given.selector.empty() ? "" : " selector " + given.selector) +
                          (given.projects.empty() ? "" : " projects " + listed(given.projects)),
                      ending::nothing_matched);
    for (auto& name : found)
        names.push_back(std::move(name));
    co_return names;
}

/// Appends a selector for each rendered object that carries one of the labels.
task<void> add_labelled(invocation& call, app_ref app, const options& given, text_list& resources) {
    const auto labels = key_values(given.labels);
    manifest_query query;
    query.revision = given.request.revision;
    query.revisions = given.request.revisions;
    query.source_positions = given.request.source_positions;
    proto::rendered_manifests rendered;
    try {
        rendered = co_await call.server().apps().manifests(app, std::move(query));
    } catch (const error& problem) {
        refuse(problem.what());
    }
    call.streams().out("The name of the app is  " + app.name + "\n");
    for (const auto& text : rendered.manifests) {
        const auto object = proto::decode<proto::object_identity>(proto::parse(text));
        for (const auto& [key, value] : labels)
            if (const auto* has = proto::find(object.metadata.labels, key); has && *has == value)
                resources.push_back(object.group() + ":" + object.kind + ":" +
                                    object.metadata.name);
    }
    if (resources.empty())
        refuse("No matching resources found for labels: " + listed(given.labels));
}

void judge(const followed& seen, const std::vector<resource_selector>& selectors) {
    const auto& state = seen.met.status.operation_state;
    if (!state || state->phase != proto::phase::succeeded)
        throw failure(exit_code::failure,
                      "Operation has completed with phase: " + (state ? state->phase : ""),
                      ending::operation_failed);
    if (!selectors.empty() || seen.latest.status.sync.status == proto::sync_code::synced)
        return;
    if (const int left = pruning_required(*state); left > 0)
        throw failure(exit_code::failure, std::to_string(left) + " resources require pruning",
                      ending::prune_required);
}

/// What the sync is going to deploy, to be compared with what is live.
comparison_wish wish_of(invocation& call, const app_ref& app, const options& given,
                        const std::vector<std::string>& local) {
    comparison_wish wish;
    wish.limits = limits_of(given.diff_concurrency, given.diff_batch_kb);
    manifest_query query;
    query.revisions = given.request.revisions;
    if (!given.request.revisions.empty())
        query.source_positions = given.request.source_positions;
    else
        query.revision = given.request.revision;
    if (!local.empty())
        wish.targets = [local]() -> task<std::vector<std::string>> { co_return local; };
    else if (!given.request.revisions.empty() || !given.request.revision.empty())
        wish.targets = rendered_at(call, app, std::move(query));
    return wish;
}

/// One application; false where nothing more is to be synced. `resources` grows by --label and
/// serves the next application too, as it does in the official CLI, unless many are synced.
task<bool> sync_one(application_turn turn, const options& given, text_list& resources) {
    invocation& call = turn.call;
    const app_ref& app = turn.app;
    if (!given.labels.empty())
        co_await add_labelled(call, app, given, resources);
    std::vector<resource_selector> selectors;
    for (const auto& text : resources)
        selectors.push_back(resource_selector::parse(text));
    auto follow = begin_following(call, app, std::chrono::seconds(given.timeout));
    follow.limit.end_by(turn.deadline);
    auto found = co_await application_in_time(call, app, follow.limit);
    const auto start =
        co_await start_of_sync(call, app, given.revision_flags, std::move(found), follow.limit);
    const auto& before = start.app;
    if (before.spec.has_multiple_sources() && !given.request.revision.empty())
        refuse("argocd cli does not work on multi-source app with --revision flag. Use --revisions "
               "and --source-positions instead.");
    if (before.spec.has_multiple_sources() && !given.local.directory.empty())
        refuse("argocd cli does not work on multi-source app with --local flag");
    auto request = sync_request_of(given.request);
    pin_revision(request, start);
    request.resources = selected_resources(before, selectors);
    if (!resources.empty() && request.resources.empty())
        refuse("No matching app resources found for resource filter: " + joined(resources, ", "));
    if (!given.local.directory.empty())
        request.manifests = co_await manifests_to_sync(call, app, before, given.local,
                                                       given.request.dry_run, selectors);
    if (given.preview) {
        auto wish = wish_of(call, app, given, request.manifests);
        if (!co_await preview_changes(call, app, std::move(wish), before, given.assume_yes))
            co_return false;
    }
    follow.options.conditions.operation = true;
    follow.options.resources = selectors;
    if (start.waits) {
        follow.options.revision = start.goal;
        follow.options.revision->ends_with_operation = true;
    }
    follow.output = given.output;
    follow.is_live = given.is_live;
    sync_order order{std::move(request), before, std::move(follow), given.async, given.windows};
    const auto seen = co_await conduct_sync(call, std::move(order), given.conduct);
    if (!seen)
        co_return true;
    if (seen->met.metadata.uid != before.metadata.uid)
        throw failure(exit_code::error,
                      "application '" + app.qualified() +
                          "' was deleted and created again during the sync",
                      ending::replaced);
    check_deployed(app, start, seen->met);
    if (!given.request.dry_run)
        judge(*seen, selectors);
    else if (given.conduct.is_strict)
        require_success(seen->met, exit_code::failure);
    co_return true;
}

task<exit_code> sync_all(invocation& call, options& given) {
    if (!given.source_names.empty()) {
        const auto app = co_await call.server().apps().get(
            app_ref::parse(call.arguments().front(), given.app_namespace));
        for (const auto& name : given.source_names)
            given.request.source_positions.push_back(source_position(app, name));
    }
    auto resources = given.resources;
    application_step step = [&](application_turn turn) -> task<bool> {
        if (!given.many.is_used())
            co_return co_await sync_one(std::move(turn), given, resources);
        auto own = given.resources;
        co_return co_await sync_one(std::move(turn), given, own);
    };
    const auto names = co_await chosen_names(call, given);
    auto apps = app_refs(names, given.app_namespace);
    step = with_diagnosis(given.diagnosis, std::move(step));
    given.many.has_documents = is_document_format(given.output);
    co_return co_await run_for_each(call, std::move(apps), std::move(step), given.many);
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().empty() && given.selector.empty() && given.projects.empty())
        throw show_help();
    check(call.arguments(), given);
    if (given.preview && uses_contexts(call, given.contexts))
        refuse("--preview-changes does not go with --contexts");
    check_diagnosis(given.diagnosis);
    check_sync_conduct(call, given.conduct);
    key_values(given.labels);
    context_step step = [&](invocation& here) -> task<exit_code> {
        auto own = given;
        co_return co_await sync_all(here, own);
    };
    const bool has_documents = is_document_format(given.output);
    auto work = follow_at_contexts(call, given.contexts, has_documents, std::move(step));
    co_return co_await reported(call, given.reporting, std::move(work));
}

} // namespace

const command app_sync = {
    .path = "app sync",
    .arguments = "[APPNAME... | -l SELECTOR | --project PROJECT]",
    .names = {name_kind::application},
    .repeats = true,
    .summary = "Sync applications and wait for the operation to end",
    .details =
        "Waits for the operation, not for health; `app wait --health` does that. Options like "
        "--replace take the place of all sync options of the application. --parallel, --keep-going "
        "and --recursive print a table at the end, as `app wait` does.\n"
        "--for-revision waits until the server knows the commit, syncs it, and ends when the "
        "application is synced to it.",
    .differences = "The sync is sent once. Where the answer was lost, argocdpp looks for the "
                   "operation for 5 s and follows it.\n"
                   "Besides watching it reads the application every 2 to 15 s, so that lost events "
                   "and silent streams do not stop it.\n"
                   "An expired token, a deleted application and 30 s of \"permission denied\" end "
                   "it, and so do five minutes without an answer where there is no --timeout.\n"
                   "The refresh after the sync ends after 10 s with a warning.\n"
                   "--resource does not wait for the health of kinds that have none, nor for hooks "
                   "that succeeded.\n"
                   "--local has the server render the directory; neither helm nor kustomize is "
                   "needed here. Secrets of it are refused, but for a dry run.\n"
                   "--preview-changes needs no diff program.\n"
                   "--source-names finds applications in other namespaces too.",
    .examples = "argocdpp app sync guestbook --prune --timeout 300\n"
                "argocdpp app sync -l team=web --async\n"
                "argocdpp app sync guestbook --resource apps:Deployment:guestbook-ui",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
