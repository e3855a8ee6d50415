// argocdpp appset wait: follows an application set and all that it generates.

#include "../application_follow.hpp"
#include "../application_set_follow.hpp"
#include "../commands.hpp"
#include "../go_values.hpp"
#include "../many_run.hpp"
#include "../reports/reporting.hpp"

#include <argocdpp/application_sets.hpp>
#include <argocdpp/error.hpp>
#include <argocdpp/retry.hpp>
#include <argocdpp/task.hpp>

#include <algorithm>
#include <functional>
#include <optional>
#include <set>

namespace argocdpp::cli {
namespace {

constexpr auto pause = std::chrono::seconds(2);
constexpr auto patience = std::chrono::minutes(5);

struct options {
    wait_conditions conditions;
    std::string set_namespace;
    reporting_options reporting;
    unsigned long long timeout = 0;
    many_options many = {.parallel = 20};
};

void describe(flag_set& flags, options& given) {
    auto& wanted = given.conditions;
    const auto add = [&](auto& target, std::string_view name, char shorthand,
                         std::string_view help) {
        flags.add(target, name, shorthand, help).not_in_argocd();
    };
    add(given.set_namespace, "appset-namespace", 'N',
        "namespace of the set, unless the name has one");
    add(wanted.degraded, "degraded", 0, "wait for health Degraded");
    add(wanted.health, "health", 0, "wait for health Healthy");
    add(wanted.operation, "operation", 0, "wait until no operation is pending");
    add(wanted.suspended, "suspended", 0, "wait for health Suspended");
    add(wanted.sync, "sync", 0, "wait for sync status Synced");
    add(given.timeout, "timeout", 0, "seconds for all together; 0 is no limit");
    describe_at_once(flags, given.many);
    describe_reporting(flags, given.reporting);
}

/// Reads a set again and again, within the time there is.
class set_watch {
  public:
    set_watch(invocation& call, app_ref set, std::chrono::seconds timeout)
        : call_(call)
        , set_(std::move(set))
        , limit_(call.time(), timeout) {}

    std::size_t generated() const { return known_.size(); }

    /// What is generated once the set is up to date. Where that is nothing new, a later look has
    /// confirmed it: the server tells of the applications behind the condition.
    task<std::vector<child_application>> list() {
        for (;; co_await rest_a_while()) {
            const auto set = co_await read();
            if (!is_up_to_date(set)) {
                since_.reset();
                continue;
            }
            since_ = since_.value_or(call_.time().now());
            auto children = children_of(set);
            if (!take_note(children) && call_.time().now() - *since_ < pause)
                continue;
            if (may_have_more_children(set))
                co_await add_others(set, children);
            co_return children;
        }
    }

    /// Throws `failure` when the set has an error, and never ends otherwise: that the time is up is
    /// told by what is waited for then.
    task<void> watch() {
        try {
            for (; call_.time().now() < limit_.deadline(); co_await rest_a_while())
                co_await read();
        } catch (const failure& fault) {
            if (fault.how != ending::timed_out)
                throw;
        }
        co_await call_.time().sleep_until(time_point::max());
    }

  private:
    task<void> rest_a_while() {
        const auto next = call_.time().now() + pause;
        co_await call_.time().sleep_until(std::min<time_point>(next, limit_.deadline()));
    }

    task<proto::application_set> read() {
        std::optional<proto::application_set> found;
        std::function<task<void>()> question = [&] { return read_into(found); };
        co_await ask(std::move(question));
        co_return judged(std::move(found));
    }

    /// Takes note of them; whether some were not known.
    bool take_note(const std::vector<child_application>& children) {
        const auto before = known_.size();
        for (const auto& child : children)
            known_.insert(child.app.qualified());
        return known_.size() > before;
    }

    task<void> add_others(const proto::application_set& set,
                          std::vector<child_application>& children) {
        const auto apps = call_.server().apps();
        std::function<task<void>()> question = [&] { return add_owned(apps, set, children); };
        co_await ask(std::move(question));
        take_note(children);
    }

    /// Within the limit, and through five minutes of a server that can't be reached.
    task<void> ask(std::function<task<void>()> question) {
        const auto until = call_.time().now() + patience;
        for (;; co_await rest_a_while()) {
            std::optional<error> trouble;
            try {
                auto answer = question();
                co_await limit_.hold(std::move(answer), waiting_for());
                co_return;
            } catch (const error& fault) {
                trouble = fault;
            }
            if (!is_transient(*trouble) || trouble->first_contact || call_.time().now() >= until)
                throw std::move(*trouble);
        }
    }

    task<void> read_into(std::optional<proto::application_set>& found) {
        found = co_await set_if_there(call_, set_);
    }

    std::string name() const { return "ApplicationSet " + go_quote(set_.qualified()); }

    std::string waiting_for() const {
        return "waiting for " + name() + " to be up to date" +
               (message_.empty() ? "" : ": " + message_);
    }

    proto::application_set judged(std::optional<proto::application_set> found) {
        if (!found && !was_seen_)
            throw failure(exit_code::error, name() + " not found", ending::denied_or_missing);
        if (!found)
            throw failure(exit_code::error, name() + " was deleted meanwhile", ending::replaced);
        was_seen_ = true;
        for (const auto& condition : found->status.conditions) {
            if (condition.type == "ErrorOccurred" && condition.status == "True")
                throw failure(exit_code::error, name() + ": " + condition.message);
            if (condition.type == "ResourcesUpToDate")
                message_ = condition.status == "True" ? "" : condition.message;
        }
        if (call_.time().now() >= limit_.deadline() && !is_up_to_date(*found))
            throw failure(exit_code::error,
                          "timed out (" + std::to_string(limit_.timeout().count()) + "s) " +
                              waiting_for(),
                          ending::timed_out);
        return std::move(*found);
    }

    invocation& call_;
    app_ref set_;
    time_limit limit_;
    bool was_seen_ = false;
    std::string message_; ///< why it is not up to date
    std::optional<time_point> since_;
    std::set<std::string> known_;
};

task<exit_code> wait_for_set(invocation& call, const options& given) {
    const auto& name = call.arguments().front();
    set_watch set(call, app_ref::parse(name, given.set_namespace),
                  std::chrono::seconds(given.timeout));
    application_step step = [&](application_turn turn) -> task<bool> {
        auto request =
            begin_following(turn.call, std::move(turn.app), std::chrono::seconds::zero());
        request.limit.end_by(turn.deadline);
        request.options.conditions = given.conditions;
        co_await follow_application(turn.call, std::move(request));
        co_return true;
    };
    child_listing list = [&set] { return set.list(); };
    co_await run_for_listed(call, std::move(list), set.watch(), std::move(step), given.many);
    call.streams().out("applicationset '" + name + "' up to date, with " +
                       std::to_string(set.generated()) + " applications\n");
    co_return exit_code::success;
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().size() != 1)
        throw show_help();
    check_many(given.many);
    if (given.conditions == wait_conditions())
        given.conditions.sync = given.conditions.health = given.conditions.operation = true;
    given.many.total_timeout = std::chrono::seconds(given.timeout);
    auto work = wait_for_set(call, given);
    co_return co_await reported(call, given.reporting, std::move(work));
}

} // namespace

const command appset_wait = {
    .path = "appset wait",
    .arguments = "NAME",
    .names = {name_kind::application_set},
    .summary = "Wait for an application set and the applications that it generates",
    .details =
        "Until the set is up to date and each of its applications, also those that appear "
        "meanwhile, has reached a state: without flags that name one, synced, healthy, and no "
        "operation pending. An error of the set ends it at once. A table at the end tells how it "
        "went, as that of `app wait --parallel`.",
    .differences = "The official CLI has no such command.",
    .examples = "argocdpp appset wait previews --timeout 600\n"
                "argocdpp appset wait previews --health --keep-going",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
