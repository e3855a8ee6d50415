// argocdpp app wait: follows applications, one after the other, until they are as asked for.

#include "../application_choice.hpp"
#include "../application_follow.hpp"
#include "../application_run.hpp"
#include "../commands.hpp"
#include "../conduct_flags.hpp"
#include "../contexts.hpp"
#include "../diagnosis_output.hpp"
#include "../document_output.hpp"
#include "../live_tree.hpp"
#include "../reports/reporting.hpp"
#include "../revision_options.hpp"
#include "../sync_window_stop.hpp"

namespace argocdpp::cli {
namespace {

struct options {
    wait_conditions conditions;
    diagnosis_options diagnosis;
    revision_options revision;
    std::string app_namespace;
    std::string output = "wide";
    std::string selector;
    text_list resources;
    reporting_options reporting;
    unsigned long long timeout = 0;
    bool is_live = false;
    conduct_flags conduct;
    bool is_strict = false;
    many_options many;
    window_options windows;
    context_options contexts;
};

void describe(flag_set& flags, options& given) {
    auto& wanted = given.conditions;
    flags.add(given.app_namespace, "app-namespace", 'N', "namespace of the applications");
    flags.add(wanted.degraded, "degraded", 0, "wait for health Degraded");
    flags.add(wanted.deletion, "delete", 0, "wait until the application is gone");
    flags.add(wanted.health, "health", 0, "wait for health Healthy");
    flags.add(wanted.hydrated, "hydrated", 0, "wait until the sources are hydrated");
    flags.add(wanted.operation, "operation", 0, "wait until no operation is pending");
    flags
        .add(given.output, "output", 'o',
             "one of wide, json, yaml, tree, tree=detailed, jsonpath=…, custom-columns=…")
        .one_of("wide json yaml tree tree=detailed jsonpath= custom-columns=");
    flags
        .add(given.resources, "resource", 0,
             "only these resources: [!]GROUP:KIND:[NAMESPACE/]NAME, * for any (repeatable)")
        .naming(name_kind::resource);
    flags.add(given.selector, "selector", 'l', "applications whose labels match, e.g. team=web");
    flags.add(wanted.suspended, "suspended", 0, "wait for health Suspended");
    flags.add(wanted.sync, "sync", 0, "wait for sync status Synced");
    flags.add(given.timeout, "timeout", 0, "seconds for each application; 0 is no limit");
    describe_live(flags, given.is_live);
    describe_diagnosis(flags, given.diagnosis);
    describe_reporting(flags, given.reporting);
    describe_conduct(flags, given.conduct);
    describe_strict(flags, given.is_strict,
                    "fail also where nothing matches, or the operation waited for failed");
    describe_revision_wait(flags, given.revision);
    describe_many(flags, given.many);
    describe_recursion(flags, given.many);
    describe_window_stop(flags, given.windows);
    describe_contexts(flags, given.contexts);
}

wait_options wait_for(const invocation& call, const options& given) {
    wait_options made;
    made.conduct = conduct_of(call, given.conduct);
    made.conditions = given.conditions;
    if (given.conditions == wait_conditions())
        made.conditions.sync = made.conditions.health = made.conditions.operation = true;
    for (const auto& text : given.resources)
        made.resources.push_back(resource_selector::parse(text));
    return made;
}

task<exit_code> wait_for_all(invocation& call, options& given, wait_options wanted) {
    auto names = call.arguments();
    if (!given.selector.empty()) {
        // Without the namespace, as the official CLI asks: -N only completes bare names.
        app_query query;
        query.selector = given.selector;
        for (auto& name : co_await application_names(call, std::move(query)))
            names.push_back(std::move(name));
    }
    if (given.is_strict && names.empty())
        throw failure(exit_code::error, "no application matches " + given.selector,
                      ending::nothing_matched);
    application_step step = [&](application_turn turn) -> task<bool> {
        auto request =
            begin_following(turn.call, std::move(turn.app), std::chrono::seconds(given.timeout));
        request.limit.end_by(turn.deadline);
        request.options.conditions = wanted.conditions;
        request.options.resources = wanted.resources;
        request.options.conduct = wanted.conduct;
        request.output = given.output;
        request.is_live = given.is_live;
        request.options.revision =
            co_await goal_in_time(turn.call, request.app, given.revision.wanted, request.limit);
        const auto seen =
            co_await follow_within_windows(turn.call, std::move(request), given.windows);
        if (given.is_strict && wanted.conditions.operation && !wanted.conditions.deletion)
            require_success(seen.met, exit_code::error);
        co_return true;
    };
    auto apps = app_refs(names, given.app_namespace);
    step = with_diagnosis(given.diagnosis, std::move(step));
    given.many.is_to_be_repeated = [&wanted](const proto::application& app) {
        return !is_satisfied(app, wanted.conditions, {});
    };
    given.many.has_documents = is_document_format(given.output);
    co_return co_await run_for_each(call, std::move(apps), std::move(step), given.many);
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().empty() && given.selector.empty())
        throw show_help();
    check_diagnosis(given.diagnosis);
    if (given.many.recursive && (given.conditions.deletion || !given.resources.empty()))
        throw failure(exit_code::failure, "--recursive goes with neither --delete nor --resource");
    auto wanted = wait_for(call, given);
    if (wanted.conditions.deletion && !given.revision.wanted.empty())
        throw failure(exit_code::failure, "--for-revision does not go with --delete");
    context_step step = [&](invocation& here) -> task<exit_code> {
        auto own = given;
        auto same = wanted;
        co_return co_await wait_for_all(here, own, std::move(same));
    };
    const bool has_documents = is_document_format(given.output);
    auto work = follow_at_contexts(call, given.contexts, has_documents, std::move(step));
    co_return co_await reported(call, given.reporting, std::move(work));
}

} // namespace

const command app_wait = {
    .path = "app wait",
    .arguments = "[APPNAME... | -l SELECTOR]",
    .names = {name_kind::application},
    .repeats = true,
    .summary = "Wait until applications have reached a state",
    .details =
        "Without flags that name a state: synced, healthy, and no operation pending. Several "
        "names are waited for in their order, and the first failure ends the command, unless "
        "--parallel and --keep-going say otherwise: a table at the end then tells how it went, on "
        "standard error beside json and yaml, and the exit code is that of the first failure in "
        "the table.\n"
        "--for-revision has the server look into git, and counts no other commit: it must be "
        "synced, and no operation pending, whatever else is waited for. Where another one took its "
        "place for good, the wait fails.",
    .differences = "Besides watching it reads the application every 2 to 15 s, so that lost events "
                   "and silent streams do not stop it.\n"
                   "An expired token, a deleted application and 30 s of \"permission denied\" end "
                   "it, and so do five minutes without an answer where there is no --timeout.\n"
                   "--resource does not wait for the health of kinds that have none, nor for hooks "
                   "that succeeded.",
    .examples = "argocdpp app wait guestbook --timeout 300\n"
                "argocdpp app wait -l team=web --health\n"
                "argocdpp app wait guestbook --resource apps:Deployment:guestbook-ui",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
