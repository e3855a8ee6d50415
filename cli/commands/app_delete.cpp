// argocdpp app delete: deletes applications, one after the other, and may wait until each is gone.

#include "../application_choice.hpp"
#include "../application_run.hpp"
#include "../commands.hpp"
#include "../conduct_flags.hpp"
#include "../poll_interval.hpp"
#include "../questions.hpp"
#include "../reports/reporting.hpp"
#include "../time_limit.hpp"
#include "../told_progress.hpp"

#include <argocdpp/applications.hpp>

#include <algorithm>

namespace argocdpp::cli {
namespace {

struct options {
    std::string app_namespace;
    std::string propagation_policy = "foreground";
    std::string selector;
    reporting_options reporting;
    bool cascade = true;
    bool assume_yes = false;
    bool wait = false;
    bool is_strict = false;
    many_options many;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.app_namespace, "app-namespace", 'N', "namespace of the applications");
    flags.add(given.cascade, "cascade", 0, "delete the applications' resources too");
    flags
        .add(given.propagation_policy, "propagation-policy", 'p',
             "how resources are deleted: foreground or background")
        .one_of("foreground background");
    flags.add(given.selector, "selector", 'l', "applications whose labels match, e.g. team=web");
    flags.add(given.wait, "wait", 0, "wait until the applications are gone");
    flags.add(given.assume_yes, "yes", 'y', "do not ask");
    describe_reporting(flags, given.reporting);
    describe_strict(flags, given.is_strict, "fail also where a question was answered with no");
    describe_many(flags, given.many);
}

task<std::vector<std::string>> chosen_names(invocation& call, const options& given) {
    if (given.selector.empty())
        co_return call.arguments();
    // Without the namespace, as the official CLI asks: -N only completes bare names.
    app_query query;
    query.selector = given.selector;
    auto found = co_await application_names(call, std::move(query));
    if (found.empty())
        throw failure(exit_code::error, "no apps match selector " + given.selector,
                      ending::nothing_matched);
    co_return found;
}

consent ask(invocation& call, const std::string& name, bool is_only_one) {
    const auto question =
        "Are you sure you want to delete '" + name + "' and all its resources? [y/n";
    if (!is_only_one)
        return ask_to_proceed_with_all(call.streams(),
                                       question + "/a] where 'a' is to delete all specified apps "
                                                  "and their resources without prompting ",
                                       "--yes");
    return ask_to_proceed(call.streams(), question + "] ", "--yes") ? consent::yes : consent::no;
}

task<void> wait_until_gone(invocation& call, app_ref app, proto::application known,
                           wait_options until) {
    // Only with the project does the server tell "gone" from "not allowed"; none means this one.
    if (known.spec.project.empty())
        known.spec.project = "default";
    until.known = std::move(known);
    told_progress silent(call, app, {.is_shown = false});
    auto result = co_await call.server().apps().wait(app, std::move(until), silent);
    if (result.outcome == wait_outcome::timed_out)
        throw failure(exit_code::error,
                      "timed out waiting for application '" + app.qualified() + "' to be gone",
                      ending::timed_out);
    if (result.failure && result.outcome == wait_outcome::failed)
        throw std::move(*result.failure);
}

task<void> delete_one(application_turn turn, const options& given) {
    invocation& call = turn.call;
    deletion how;
    if (call.given("cascade"))
        how.cascade = given.cascade;
    if (call.given("propagation-policy"))
        how.propagation_policy = given.propagation_policy;
    if (!given.wait) {
        co_await call.server().apps().remove(std::move(turn.app), std::move(how));
        co_return;
    }
    wait_options until;
    until.conditions.deletion = true;
    choose_poll_interval(call, until);
    // Read first: afterwards it may be gone, and nothing would tell it from one never seen.
    auto known = co_await call.server().apps().get(turn.app);
    co_await call.server().apps().remove(turn.app, std::move(how));
    time_limit limit(call.time(), std::chrono::seconds::zero());
    limit.end_by(turn.deadline);
    until.timeout = limit.left();
    co_await wait_until_gone(call, std::move(turn.app), std::move(known), std::move(until));
}

/// Whether each may be deleted; asked when its turn comes or, of several at once, beforehand.
class consents {
  public:
    consents(invocation& call, std::vector<std::string> names, bool asks)
        : call_(call)
        , names_(std::move(names))
        , answer_(asks ? consent::no : consent::all) {}

    bool has(std::size_t at) {
        while (known_.size() <= at) {
            if (answer_ != consent::all)
                answer_ = ask(call_, names_[known_.size()], names_.size() == 1);
            known_.push_back(answer_ != consent::no);
        }
        return known_[at];
    }

  private:
    invocation& call_;
    std::vector<std::string> names_;
    consent answer_;
    std::vector<bool> known_;
};

std::vector<std::string> without_repeats(std::vector<std::string> names) {
    std::vector<std::string> kept;
    for (auto& name : names)
        if (std::ranges::find(kept, name) == kept.end())
            kept.push_back(std::move(name));
    return kept;
}

task<exit_code> delete_all(invocation& call, const options& given) {
    auto names = co_await chosen_names(call, given);
    if (given.many.is_used()) // which does nothing twice
        names = without_repeats(std::move(names));
    const bool asks = given.cascade && call.streams().out_is_terminal() && !given.assume_yes;
    consents answers(call, names, asks);
    if (given.many.parallel > 1 && !names.empty())
        answers.has(names.size() - 1);
    bool is_complete = true;
    std::size_t next = 0; // the question and the answer name an application as it was given
    application_step step = [&](application_turn turn) -> task<bool> {
        const auto at = next++;
        auto& streams = turn.call.streams();
        if (!answers.has(at)) {
            streams.out("The command to delete '" + names[at] + "' was cancelled.\n");
            is_complete = false;
            co_return true;
        }
        co_await delete_one(std::move(turn), given);
        streams.out("application '" + names[at] + "' deleted\n");
        co_return true;
    };
    auto apps = app_refs(names, given.app_namespace);
    const auto code = co_await run_for_each(call, std::move(apps), std::move(step), given.many);
    if (given.is_strict && !is_complete)
        throw failure(exit_code::error, "not all applications were deleted");
    co_return code;
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().empty() && given.selector.empty())
        throw show_help();
    auto work = delete_all(call, given);
    co_return co_await reported(call, given.reporting, std::move(work));
}

} // namespace

const command app_delete = {
    .path = "app delete",
    .arguments = "[APPNAME... | -l SELECTOR]",
    .names = {name_kind::application},
    .repeats = true,
    .summary = "Delete applications",
    .details =
        "Asks on a terminal only, and only where resources go as well. With a selector, "
        "names are not looked at. The first failure ends the command, unless --keep-going says "
        "otherwise. --parallel asks before it begins.",
    .differences = "--wait also ends where the application was gone before anybody could watch.\n"
                   "Reads the application first, and deletes nothing that it can't read.\n"
                   "Each change is sent once; where the answer was lost, it says that the change "
                   "may have been taken.",
    .examples = "argocdpp app delete guestbook --wait\n"
                "argocdpp app delete -l team=web --yes\n"
                "argocdpp app delete guestbook --cascade=false",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
