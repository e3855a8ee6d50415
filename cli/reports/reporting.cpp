#include "reporting.hpp"

#include "../explanation.hpp"
#include "../go_values.hpp"
#include "../other_terminal.hpp"
#include "ci_log.hpp"
#include "event_lines.hpp"
#include "heartbeat.hpp"
#include "junit.hpp"
#include "markdown.hpp"
#include "report_file.hpp"

#include <argocdpp/error.hpp>
#include <argocdpp/task.hpp>

#include <boost/system/system_error.hpp>
#include <signal_watch.hpp>

#include <csignal>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace argocdpp::cli {
namespace {

/// Standard error in place of standard output, which belongs to events.
class answer_as_talk final : public other_terminal {
  public:
    using other_terminal::other_terminal;
    void out(std::string_view text) override { err(text); }
    bool out_is_terminal() const override { return err_is_terminal(); }
};

struct report_wish {
    bool is_junit;
    std::string path;
};

report_wish parse_report(const std::string& text) {
    const auto at = text.find('=');
    const auto kind = text.substr(0, at);
    if (at == std::string::npos || at + 1 == text.size() || (kind != "junit" && kind != "markdown"))
        throw failure(exit_code::failure,
                      "unknown --report " + go_quote(text) + ": junit=FILE or markdown=FILE");
    return {kind == "junit", text.substr(at + 1)};
}

/// The listener of one run, and the run itself. It belongs to the invocation.
class reporting final : public run_listener {
  public:
    reporting(invocation& call, const reporting_options& given)
        : call_(call)
        , recorder_(call.time(), std::string(call.current().path))
        , ci_kind_(parse_ci_system(given.ci, call.variables()))
        , interval_(interval_of(call, given, ci_kind_)) {
        for (const auto& text : given.reports)
            reports_.push_back(parse_report(text));
        for (const auto& report : reports_)
            check_report_path(report.path);
        if (!given.events.empty())
            open_events(given.events);
        if (ci_kind_ != ci_system::none)
            ci_.emplace(ci_kind_, call.streams(), call.time(), recorder_);
    }

    task<exit_code> run(task<exit_code> work) {
        auto code = exit_code::success;
        std::exception_ptr cause;
        if (events_)
            events_->open();
        try {
            co_await beside_heartbeat(std::move(work), code);
        } catch (...) {
            cause = std::current_exception();
        }
        if (cause) {
            close_by(cause);
            std::rethrow_exception(cause);
        }
        close(name_of(ending::done), static_cast<int>(code), "");
        co_return code;
    }

    void begun(const std::string& app) override {
        each([&](run_listener& one) { one.begun(app); });
    }
    void seen(const std::string& app, const proto::application& state) override {
        each([&](run_listener& one) { one.seen(app, state); });
    }
    void changed(const std::string& app, const std::vector<resource_state>& rows) override {
        each([&](run_listener& one) { one.changed(app, rows); });
    }
    void trouble(const std::string& app, const error& problem) override {
        each([&](run_listener& one) { one.trouble(app, problem); });
    }
    void ended(const application_ending& end) override {
        each([&](run_listener& one) { one.ended(end); });
    }
    void output_begins(const std::string& app) override {
        each([&](run_listener& one) { one.output_begins(app); });
    }
    void output_ends(const std::string& app) override {
        each([&](run_listener& one) { one.output_ends(app); });
    }

  private:
    static duration interval_of(invocation& call, const reporting_options& given, ci_system kind) {
        if (given.heartbeat < std::chrono::nanoseconds::zero())
            throw failure(exit_code::failure, "--heartbeat takes no negative duration");
        if (kind != ci_system::none && !call.given("heartbeat"))
            return std::chrono::minutes(1);
        return given.heartbeat;
    }

    void open_events(const std::string& where) {
        auto target = make_event_target(where, call_.streams(), call_.talk());
        events_.emplace(call_.time(), recorder_, std::move(target));
        if (where != "-")
            return;
        diverted_.emplace(call_.streams());
        call_.answer_to(*diverted_);
    }

    template<class Call>
    void each(Call tell) {
        tell(recorder_);
        if (events_)
            tell(*events_);
        if (ci_)
            tell(*ci_);
    }

    task<void> keep_code(task<exit_code> work, exit_code& code) { code = co_await std::move(work); }

    task<void> beside_heartbeat(task<exit_code> work, exit_code& code) {
        heartbeat beat(call_.talk(), call_.time(), recorder_, interval_);
        std::vector<task<void>> sides;
        sides.push_back(keep_code(std::move(work), code));
        if (interval_ > duration::zero())
            sides.push_back(beat.run());
        co_await first_of(std::move(sides));
    }

    void close_by(std::exception_ptr cause) {
        try {
            std::rethrow_exception(cause);
        } catch (const failure& fault) {
            close_by(explain(fault, call_.globals()));
        } catch (const error& fault) {
            close_by(explain(fault, call_.globals(), call_.peer()));
        } catch (const interrupted& by) {
            close(was_interrupted, 128 + by.signal, "");
        } catch (const boost::system::system_error&) {
            // What cancelling looks like within the library.
            close(was_interrupted, 128 + signal_watch::number().value_or(SIGINT), "");
        } catch (const std::exception& fault) {
            const auto message = std::string("internal error: ") + fault.what();
            close(name_of(ending::other), static_cast<int>(exit_code::error), message);
        }
    }

    void close_by(const explanation& told) { close(name_of(told.how), told.code, told.message); }

    void close(std::string_view outcome, int code, std::string message) {
        recorder_.close(outcome, code, std::move(message));
        if (ci_)
            ci_->close();
        for (const auto& report : reports_)
            try_to_write([&] {
                write_report(report.path, report.is_junit ? junit_report(recorder_.record())
                                                          : markdown_report(recorder_.record()));
            });
        const auto summary = call_.variable("GITHUB_STEP_SUMMARY");
        if (ci_kind_ == ci_system::github && !summary.empty())
            try_to_write([&] { append_report(summary, markdown_report(recorder_.record())); });
        if (events_)
            events_->close();
    }

    /// The run's end is what it is without its reports.
    template<class Write>
    void try_to_write(Write write) {
        try {
            write();
        } catch (const failure& fault) {
            call_.talk().warning(std::string("no report: ") + fault.what());
        }
    }

    invocation& call_;
    run_recorder recorder_;
    ci_system ci_kind_;
    duration interval_;
    std::vector<report_wish> reports_;
    std::optional<answer_as_talk> diverted_;
    std::optional<event_lines> events_;
    std::optional<ci_log> ci_;
};

} // namespace

void describe_reporting(flag_set& flags, reporting_options& given) {
    flags
        .add(given.events, "events", 0,
             "tell each change as a line of JSON: a file, a descriptor from 3 on, or - for "
             "standard output")
        .or_variable();
    flags
        .add(given.reports, "report", 0,
             "write a report at the end: junit=FILE or markdown=FILE (repeatable)")
        .or_variable();
    flags
        .add(given.ci, "ci", 0,
             "groups, annotations and summaries of this CI system: auto, none, github, gitlab")
        .one_of("auto none github gitlab")
        .or_variable();
    flags
        .add(given.heartbeat, "heartbeat", 0,
             "say that it still waits when nothing changed for so long; 0 never, 1m with --ci")
        .or_variable();
}

task<exit_code> reported(invocation& call, const reporting_options& given, task<exit_code> work) {
    const bool is_on = !given.events.empty() || !given.reports.empty() || given.ci != "none" ||
                       given.heartbeat != std::chrono::nanoseconds::zero();
    if (!is_on)
        co_return co_await std::move(work);
    auto made = std::make_unique<reporting>(call, given);
    auto& whole = *made;
    call.listeners().add(std::move(made));
    co_return co_await whole.run(std::move(work));
}

} // namespace argocdpp::cli
