#include "application_follow.hpp"

#include "application_output.hpp"
#include "conduct_flags.hpp"
#include "document_output.hpp"
#include "poll_interval.hpp"
#include "revision_options.hpp"
#include "told_progress.hpp"
#include "views/application_summary.hpp"
#include "views/paint.hpp"
#include "views/time_text.hpp"

#include <argocdpp/applications.hpp>
#include <argocdpp/server_info.hpp>

#include <algorithm>

namespace argocdpp::cli {
namespace {

// A controller that does not compare must not hold up a result that is known already.
constexpr auto refresh_limit = std::chrono::seconds(10);
// Nor must an address, which the answer can do without; connecting, which must not fail, takes 10
// s.
constexpr auto address_limit = std::chrono::seconds(15);

/// What a wait outlives as well. The rest would fail every call that follows.
bool is_outlived(const error& failure) {
    switch (failure.kind) {
    case error_kind::server:
    case error_kind::protocol:
    case error_kind::timeout:
        return !failure.first_contact;
    default:
        return is_transient(failure);
    }
}

class following {
  public:
    following(invocation& call, follow_request request)
        : call_(call)
        , request_(std::move(request))
        , has_summary_(!is_document_format(request_.output))
        , progress_(call, request_.app, {has_summary_, request_.is_live, request_.told_as}) {}

    task<followed> run() {
        if (has_summary_)
            co_await learn_url();
        request_.options.timeout = request_.limit.left();
        wait_result result;
        co_await progress_.beside(wait_into(result));
        progress_.end();
        followed seen{result.app, result.app, result.outcome == wait_outcome::overtaken};
        switch (result.outcome) {
        case wait_outcome::deleted:
            call_.streams().out("Application '" + proto::qualified_name(result.app) +
                                "' deleted\n");
            break;
        case wait_outcome::met:
            seen.latest = co_await print_final(std::move(result));
            break;
        case wait_outcome::degraded:
            co_await end_degraded(std::move(result));
            break;
        case wait_outcome::overtaken:
            break;
        case wait_outcome::operation_failed:
            co_await end_operation_failed(std::move(result));
            break;
        case wait_outcome::superseded:
            co_await end_superseded(std::move(result));
            break;
        case wait_outcome::timed_out:
            co_await end_timed_out(std::move(result));
            break;
        case wait_outcome::failed:
            // It was there when the wait began.
            if (result.failure->kind == error_kind::not_found)
                throw failure(exit_code::error, result.failure->what(), ending::replaced);
            throw std::move(*result.failure);
        }
        co_return seen;
    }

  private:
    task<void> wait_into(wait_result& result) {
        result = co_await call_.server().apps().wait(request_.app, request_.options, progress_);
    }

    /// A server that restarts right now must not fail a sync that it has taken, least of all for
    /// the sake of an address.
    task<void> learn_url() {
        const auto name = request_.app.qualified();
        url_ = call_.server().info().direct_application_url(name);
        duration limit = address_limit;
        if (request_.limit.is_set())
            limit = std::min(limit, request_.limit.left() / 2);
        try {
            co_await finishes_before(call_.time(), call_.time().now() + limit, read_url(name));
        } catch (const error& failure) {
            if (!is_outlived(failure))
                throw;
        }
    }

    task<void> read_url(std::string name) {
        url_ = co_await call_.server().info().application_url(std::move(name));
    }

    applications apps() { return call_.server().apps(); }

    task<proto::application> print_final(wait_result result) {
        if (result.saw_operation)
            co_await compare_again(result.app);
        const auto& app = result.app;
        auto& streams = call_.streams();
        if (!has_summary_) {
            streams.out(application_document(call_, app, request_.output));
            co_return std::move(result.app);
        }
        auto summary = "\n" + application_summary(app, url_, nullptr) + "\n";
        if (request_.options.conditions.operation && app.status.operation_state)
            summary += operation_summary(*app.status.operation_state, call_.time().unix_seconds(),
                                         time_zone::local());
        streams.out(painted(summary, call_.has_colours()));
        const auto resources = co_await resources_text(call_, request_.app, app, request_.output);
        streams.out(painted(resources, call_.has_colours()));
        co_return std::move(result.app);
    }

    /// An operation's end and the comparison after it are two steps of the server; this asks for
    /// the second, but not for ever, and the result that is known already stands without it.
    task<void> compare_again(proto::application& app) {
        auto limit = call_.time().now() + refresh_limit;
        if (request_.limit.is_set())
            limit = std::clamp<time_point>(request_.limit.deadline(),
                                           call_.time().now() + std::chrono::seconds(1), limit);
        co_await read_before(limit, app, refresh::normal);
    }

    task<void> read_before(time_point limit, proto::application& app, refresh kind) {
        std::string problem = "no answer in time";
        try {
            auto asked = request_.app;
            asked.project = app.spec.project;
            if (co_await finishes_before(call_.time(), limit, read_into(app, asked, kind))) {
                progress_.seen_later(app);
                co_return;
            }
        } catch (const error& failure) {
            problem = failure.what();
        }
        call_.talk().warning("the state of application '" + request_.app.qualified() +
                             "' is as last seen: " + problem);
    }

    task<void> read_into(proto::application& app, app_ref asked, refresh kind) {
        app = co_await apps().get(std::move(asked), kind);
    }

    task<void> end_degraded(wait_result result) {
        const auto before = result.health_before;
        co_await print_final(std::move(result));
        const auto& grace = request_.options.conduct.degraded_grace;
        const auto what = grace ? "' has been Degraded for longer than " + duration_text(*grace)
                                : "' health state has transitioned from " + before + " to Degraded";
        throw failure(exit_code::error, "application '" + request_.app.qualified() + what,
                      ending::degraded);
    }

    task<void> end_operation_failed(wait_result result) {
        const auto message = told_end(*result.app.status.operation_state);
        co_await print_final(std::move(result));
        throw failure(request_.code_of_failed_operation, message, ending::operation_failed);
    }

    task<void> end_superseded(wait_result result) {
        const auto pair = *result.overtaken;
        result.saw_operation = false; // it was just compared
        co_await print_final(std::move(result));
        fail_superseded(request_.app, pair);
    }

    task<void> end_timed_out(wait_result result) {
        auto& streams = call_.streams();
        if (has_summary_)
            streams.out("\nThis is the state of the app after wait timed out:\n");
        result.saw_operation = false;
        co_await read_before(call_.time().now() + std::chrono::seconds(1), result.app,
                             refresh::none);
        if (has_summary_)
            streams.out("\nThe command timed out waiting for the conditions to be met.\n");
        co_await print_final(std::move(result));
        const auto seconds = std::to_string(request_.limit.timeout().count());
        throw failure(exit_code::error,
                      "timed out (" + seconds + "s) waiting for app \"" + request_.app.qualified() +
                          "\" match desired state",
                      ending::timed_out);
    }

    invocation& call_;
    follow_request request_;
    bool has_summary_;
    told_progress progress_;
    std::string url_;
};

task<void> read_application(invocation& call, app_ref app, proto::application& found) {
    found = co_await call.server().apps().get(std::move(app));
}

} // namespace

follow_request begin_following(invocation& call, app_ref app, std::chrono::seconds timeout) {
    follow_request made{std::move(app), time_limit(call.time(), timeout)};
    choose_poll_interval(call, made.options);
    return made;
}

task<followed> follow_application(invocation& call, follow_request request) {
    following one(call, std::move(request));
    co_return co_await one.run();
}

task<proto::application> application_in_time(invocation& call, app_ref app, time_limit limit) {
    proto::application found;
    auto reading = read_application(call, app, found);
    co_await limit.hold(std::move(reading), "reading application '" + app.qualified() + "'");
    co_return found;
}

std::string unanswered(std::string_view change, const app_ref& app) {
    return "waiting for the answer to the " + std::string(change) + " of application '" +
           app.qualified() + "'; it may have been taken";
}

} // namespace argocdpp::cli
