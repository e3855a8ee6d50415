#include "sync_conduct.hpp"

#include "failure.hpp"
#include "go_values.hpp"

#include <argocdpp/applications.hpp>
#include <argocdpp/task.hpp>

#include <functional>
#include <map>
#include <utility>

namespace argocdpp::cli {
namespace {

constexpr auto termination_limit = std::chrono::seconds(5);

const std::map<std::string, if_busy, std::less<>>& policies() {
    static const std::map<std::string, if_busy, std::less<>> known = {
        {"fail", if_busy::fail},
        {"wait", if_busy::wait},
        {"join", if_busy::join},
        {"terminate", if_busy::terminate}};
    return known;
}

/// "the sync to faf0510 that admin started at 2026-11-24T00:28:52Z".
std::string described(const proto::application& app) {
    if (!app.operation)
        return "an operation";
    const auto& sync = app.operation->sync;
    std::string text = "the operation";
    if (sync && !sync->revision.empty())
        text = "the sync to " + sync->revision;
    const auto& by = app.operation->initiated_by;
    if (by && by->automated)
        text += " that Argo CD started by itself";
    else if (by && !by->username.empty())
        text += " that " + by->username + " started";
    const auto& state = app.status.operation_state;
    return state && !state->started_at.empty() ? text + " at " + state->started_at : text;
}

class sync_conduct final : public start_observer {
  public:
    sync_conduct(invocation& call, sync_order order, sync_conduct_flags given)
        : call_(call)
        , order_(std::move(order))
        , given_(std::move(given))
        , policy_(policies().find(given_.if_busy)->second)
        , subject_("application '" + order_.follow.app.qualified() + "'") {
        order_.follow.options.conduct = conduct_of(call_, given_.wait);
        order_.follow.code_of_failed_operation = exit_code::failure;
    }

    task<std::optional<followed>> run() {
        if (!given_.terminate_on_timeout || order_.is_async) {
            co_await start_and_follow();
            co_return std::move(seen_);
        }
        auto work = start_and_follow_in_time();
        std::function<task<void>()> clean_up = [this] { return terminate_own(); };
        co_await with_clean_up(std::move(work), std::move(clean_up));
        co_return std::move(seen_);
    }

    void sending(const operation_track& own) override { own_ = own; }
    void waiting(const proto::application& app) override {
        note_in_the_way(app, "waiting for the end of ");
    }
    void joining(const proto::application& app) override { note_in_the_way(app, "following "); }
    void terminating(const proto::application& app) override {
        note_in_the_way(app, "terminating ");
    }
    void trouble(const error& problem) override { call_.talk().warning(problem.what()); }

  private:
    void note_in_the_way(const proto::application& app, std::string_view deed) {
        own_.reset();
        in_the_way_ = described(app);
        call_.talk().info(subject_ + " is busy: " + std::string(deed) + in_the_way_);
    }

    task<void> start_and_follow() {
        while (true) {
            co_await start();
            if (order_.is_async)
                co_return;
            auto follow = order_.follow;
            if (started_->is_joined || given_.wait.fail_fast)
                follow.options.conduct.operation = started_->operation;
            seen_ = co_await follow_within_windows(call_, std::move(follow), order_.windows);
            if (!seen_->is_overtaken)
                co_return;
            if (!started_->is_joined)
                break;
            order_.before = std::move(seen_->latest);
        }
        // Its own end was missed. As without a track: what came after it counts.
        auto follow = order_.follow;
        seen_ = co_await follow_within_windows(call_, std::move(follow), order_.windows);
    }

    task<void> start() {
        in_the_way_.clear();
        auto work = sync_within_windows(call_, order_.follow.app, start_into(), order_.windows);
        const auto& limit = order_.follow.limit;
        if (co_await finishes_before(call_.time(), limit.deadline(), std::move(work)))
            co_return;
        const auto what = own_ || in_the_way_.empty()
                              ? unanswered("sync", order_.follow.app)
                              : "waiting for " + subject_ + " to be free of " + in_the_way_;
        throw failure(exit_code::error,
                      "timed out (" + std::to_string(limit.timeout().count()) + "s) " + what,
                      ending::timed_out);
    }

    task<void> start_into() {
        auto apps = call_.server().apps();
        started_ = co_await apps.start_sync(order_.follow.app, order_.request, order_.before,
                                            policy_, *this);
        if (!started_->is_joined)
            own_ = started_->operation;
    }

    task<void> start_and_follow_in_time() {
        std::optional<failure> late;
        try {
            co_await start_and_follow();
        } catch (const failure& problem) {
            if (problem.how != ending::timed_out)
                throw;
            late = problem;
        }
        if (!late)
            co_return;
        co_await terminate_own();
        throw std::move(*late);
    }

    /// Says what became of it; whatever goes wrong here, the run ends as it was about to.
    task<void> terminate_own() {
        if (!own_)
            co_return;
        std::string problem = "no answer in time";
        try {
            const auto deadline = call_.time().now() + termination_limit;
            auto work = terminate_and_tell();
            if (co_await finishes_before(call_.time(), deadline, std::move(work)))
                co_return;
        } catch (const error& fault) {
            problem = fault.what();
        }
        call_.talk().warning("the sync of " + subject_ + " could not be terminated: " + problem);
    }

    task<void> terminate_and_tell() {
        const auto asked = order_.follow.app;
        auto apps = call_.server().apps();
        switch (co_await apps.terminate_operation(asked, *own_)) {
        case termination::asked_for:
            call_.talk().warning("the sync of " + subject_ + " is being terminated");
            break;
        case termination::not_needed:
            call_.talk().warning("the sync of " + subject_ + " is over; nothing to terminate");
            break;
        case termination::not_ours:
            call_.talk().warning("what is at work on " + subject_ +
                                 " is not the sync started here; nothing was terminated");
        }
    }

    invocation& call_;
    sync_order order_;
    sync_conduct_flags given_;
    if_busy policy_;
    std::string subject_;
    std::optional<operation_track> own_; ///< ours, from the moment that it may exist
    std::string in_the_way_;             ///< what was waited for last
    std::optional<started_sync> started_;
    std::optional<followed> seen_;
};

} // namespace

void describe_sync_conduct(flag_set& flags, sync_conduct_flags& given) {
    describe_conduct(flags, given.wait);
    flags
        .add(given.if_busy, "if-busy", 0,
             "where another operation is at work: fail, wait for its end, join it where it does "
             "the same, or terminate it")
        .one_of("fail wait join terminate")
        .or_variable();
    flags
        .add(given.terminate_on_timeout, "terminate-on-timeout", 0,
             "have the server end this sync when --timeout has passed or a signal has come")
        .or_variable();
    describe_strict(flags, given.is_strict, "fail also where a dry run failed");
}

void check_sync_conduct(const invocation& call, const sync_conduct_flags& given) {
    if (!policies().contains(given.if_busy))
        throw failure(exit_code::failure, "unknown --if-busy " + go_quote(given.if_busy) +
                                              ": fail, wait, join or terminate");
    conduct_of(call, given.wait);
}

task<std::optional<followed>> conduct_sync(invocation& call, sync_order order,
                                           sync_conduct_flags given) {
    sync_conduct one(call, std::move(order), std::move(given));
    co_return co_await one.run();
}

} // namespace argocdpp::cli
