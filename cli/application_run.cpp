#include "application_run.hpp"

#include "explanation.hpp"
#include "many_run.hpp"
#include "run_listener.hpp"

#include <argocdpp/error.hpp>

#include <exception>
#include <set>

namespace argocdpp::cli {
namespace {

class application_run {
  public:
    application_run(invocation& call, application_step step)
        : call_(call)
        , step_(std::move(step)) {}

    task<exit_code> run(std::vector<app_ref> apps) {
        try {
            for (const auto& app : apps)
                if (!co_await do_one(app))
                    break;
        } catch (...) { // interrupted
            skip_rest(apps);
            throw;
        }
        const int code = endings_.empty() ? 0 : endings_.back().code;
        skip_rest(apps);
        call_.listeners().finished(endings_, code);
        if (cause_)
            std::rethrow_exception(cause_);
        co_return exit_code::success;
    }

  private:
    task<bool> do_one(app_ref app) {
        application_ending end;
        end.app = app.qualified();
        begun_.insert(end.app);
        call_.listeners().begun(end.app);
        call_.listeners().output_begins(end.app);
        const auto started = call_.time().now();
        bool goes_on = false;
        try {
            application_turn turn{call_, std::move(app)};
            goes_on = co_await step_(std::move(turn));
        } catch (const failure& fault) {
            take(explain(fault, call_.globals()), end);
        } catch (const error& fault) {
            take(explain(fault, call_.globals(), call_.peer()), end);
        }
        end.took = call_.time().now() - started;
        call_.listeners().output_ends(end.app);
        call_.listeners().ended(end);
        endings_.push_back(std::move(end));
        co_return goes_on;
    }

    /// Tells of those that had no turn.
    void skip_rest(const std::vector<app_ref>& apps) {
        for (const auto& app : apps) {
            if (!begun_.insert(app.qualified()).second)
                continue;
            endings_.push_back(skipped_ending(app.qualified()));
            call_.listeners().ended(endings_.back());
        }
    }

    /// Called while the exception is handled.
    void take(explanation told, application_ending& end) {
        cause_ = std::current_exception();
        set_ending(end, std::move(told));
    }

    invocation& call_;
    application_step step_;
    std::set<std::string> begun_;
    std::vector<application_ending> endings_;
    std::exception_ptr cause_;
};

} // namespace

task<exit_code> run_for_each(invocation& call, std::vector<app_ref> apps, application_step step,
                             many_options many) {
    check_many(many);
    if (many.is_used())
        co_return co_await run_for_many(call, std::move(apps), std::move(step), many);
    application_run whole(call, std::move(step));
    co_return co_await whole.run(std::move(apps));
}

std::vector<app_ref> app_refs(const std::vector<std::string>& names,
                              std::string_view app_namespace) {
    std::vector<app_ref> made;
    for (const auto& name : names)
        made.push_back(app_ref::parse(name, app_namespace));
    return made;
}

} // namespace argocdpp::cli
