// argocdpp app rollback: deploys again what was deployed before, and follows it to its end.

#include "../application_follow.hpp"
#include "../application_run.hpp"
#include "../commands.hpp"
#include "../conduct_flags.hpp"
#include "../diagnosis_output.hpp"
#include "../go_values.hpp"
#include "../reports/reporting.hpp"

#include <argocdpp/applications.hpp>

#include <algorithm>
#include <stdexcept>

namespace argocdpp::cli {
namespace {

struct options {
    std::string app_namespace;
    std::string output = "wide";
    diagnosis_options diagnosis;
    reporting_options reporting;
    unsigned long long timeout = 0;
    bool prune = false;
    bool is_strict = false;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.app_namespace, "app-namespace", 'N', "namespace of the application");
    flags
        .add(given.output, "output", 'o',
             "one of wide, json, yaml, tree, tree=detailed, jsonpath=…, custom-columns=…")
        .one_of("wide json yaml tree tree=detailed jsonpath= custom-columns=");
    flags.add(given.prune, "prune", 0, "delete resources that the older deployment has not");
    flags.add(given.timeout, "timeout", 0, "seconds until the operation must end; 0 is no limit");
    describe_diagnosis(flags, given.diagnosis);
    describe_reporting(flags, given.reporting);
    describe_strict(flags, given.is_strict, "fail also where the operation failed");
}

constexpr long long the_last_but_one = -1;

long long asked_id(const std::vector<std::string>& arguments) {
    if (arguments.size() < 2)
        return the_last_but_one;
    try {
        return parse_go_decimal(arguments[1]);
    } catch (const std::invalid_argument& problem) {
        throw failure(exit_code::error, problem.what());
    }
}

/// The number of the deployment to go back to.
long long deployment_id(const proto::application& app, long long asked) {
    const auto& history = app.status.history;
    const auto subject = "application '" + app.metadata.name + "' ";
    if (asked == the_last_but_one) {
        if (history.size() < 2)
            throw failure(exit_code::error,
                          subject + "should have at least two successful deployments");
        return history[history.size() - 2].id;
    }
    if (std::ranges::find(history, asked, &proto::revision_history::id) == history.end())
        throw failure(exit_code::error, subject + "does not have deployment id '" +
                                            std::to_string(asked) + "' in history");
    return asked;
}

/// Rolls back and follows that; whether it failed.
task<bool> roll_back(invocation& call, app_ref asked, long long id, const options& given) {
    auto follow = begin_following(call, asked, std::chrono::seconds(given.timeout));
    const auto before = co_await application_in_time(call, asked, follow.limit);
    proto::rollback_request request;
    request.id = deployment_id(before, id);
    request.prune = given.prune;
    auto apps = call.server().apps();
    auto rollback = apps.rollback(asked, std::move(request), before);
    co_await follow.limit.hold(std::move(rollback), unanswered("rollback", asked));
    follow.told_as = asked.qualified();
    follow.app = app_ref(proto::qualified_name(before));
    follow.options.conditions.operation = true;
    follow.output = given.output;
    const auto seen = co_await follow_application(call, std::move(follow));
    if (given.is_strict)
        require_success(seen.met, exit_code::error);
    const auto& state = seen.met.status.operation_state;
    co_return state && state->phase != proto::phase::succeeded;
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().empty())
        throw show_help();
    check_diagnosis(given.diagnosis);
    const auto id = asked_id(call.arguments());
    application_step step = [&](application_turn turn) -> task<bool> {
        // A rollback that failed ends with 0, as with the official CLI, and is told all the same.
        if (co_await roll_back(call, turn.app, id, given) && given.diagnosis.when == "auto")
            co_await tell_why(call, std::move(turn.app));
        co_return true;
    };
    step = with_diagnosis(given.diagnosis, std::move(step));
    auto apps = app_refs({call.arguments().front()}, given.app_namespace);
    auto work = run_for_each(call, std::move(apps), std::move(step));
    co_return co_await reported(call, given.reporting, std::move(work));
}

} // namespace

const command app_rollback = {
    .path = "app rollback",
    .arguments = "APPNAME [ID]",
    .names = {name_kind::application, name_kind::deployment},
    .summary = "Deploy again what was deployed before, and wait for the operation to end",
    .details =
        "ID is a number that `app history` tells; without one it is the last deployment but one. "
        "Applications that are synced automatically can't be rolled back. An operation that "
        "failed is shown and ends with 0 unless --strict is given.",
    .differences = "The rollback is sent once. Where the answer was lost, argocdpp looks for the "
                   "operation for 5 s and follows it.\n"
                   "Besides watching it reads the application every 2 to 15 s, so that lost events "
                   "and silent streams do not stop it.\n"
                   "An expired token, a deleted application and 30 s of \"permission denied\" end "
                   "it, and so do five minutes without an answer where there is no --timeout.",
    .examples = "argocdpp app rollback guestbook\n"
                "argocdpp app rollback guestbook 3 --prune --timeout 300",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
