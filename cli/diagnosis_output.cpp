#include "diagnosis_output.hpp"

#include "go_values.hpp"
#include "views/diagnosis_view.hpp"
#include "views/foreign_text.hpp"

#include <argocdpp/error.hpp>

#include <algorithm>
#include <exception>

namespace argocdpp::cli {
namespace {

constexpr std::size_t log_width = 120;

/// Whether a look at the application may tell more than the failure itself has told.
bool is_worth_it(ending how) {
    switch (how) {
    case ending::unauthenticated:
    case ending::denied_or_missing:
    case ending::unreachable:
    case ending::nothing_matched:
        return false;
    default:
        return true;
    }
}

class diagnosed_step {
  public:
    diagnosed_step(std::string when, application_step step)
        : when_(std::move(when))
        , step_(std::move(step)) {}

    task<bool> operator()(application_turn turn) const {
        bool goes_on = false;
        bool wants = when_ == "always";
        std::exception_ptr cause;
        try {
            goes_on = co_await step_(turn);
        } catch (const failure& fault) {
            // The others are refusals of what was asked for.
            wants = wants || (fault.how != ending::other && is_worth_it(fault.how));
            cause = std::current_exception();
        } catch (const error& fault) {
            wants = wants || is_worth_it(ending_of(fault));
            cause = std::current_exception();
        }
        if (wants)
            co_await tell_why(turn.call, std::move(turn.app));
        if (cause)
            std::rethrow_exception(cause);
        co_return goes_on;
    }

  private:
    std::string when_;
    application_step step_;
};

} // namespace

void describe_diagnosis(flag_set& flags, diagnosis_options& given) {
    flags
        .add(given.when, "diagnose", 0,
             "tell on standard error why it failed: auto (where it ends badly), always, never")
        .one_of("auto always never")
        .or_variable();
}

void check_diagnosis(const diagnosis_options& given) {
    if (given.when != "auto" && given.when != "always" && given.when != "never")
        throw failure(exit_code::failure, "unknown --diagnose " + go_quote(given.when) +
                                              ", expected auto, always or never");
}

application_step with_diagnosis(const diagnosis_options& given, application_step step) {
    if (given.when == "never")
        return step;
    return diagnosed_step(given.when, std::move(step));
}

task<void> tell_why(invocation& call, app_ref app) {
    std::string text;
    const diagnosis_limits limits;
    try {
        const auto found = co_await diagnose(call.server(), app, limits, call.time());
        text = diagnosis_report(call, found, true);
    } catch (const error& problem) {
        text = wrapped(
            "Diagnosis: ", "application '" + app.qualified() + "' can't be read: " + problem.what(),
            2, log_width);
    }
    call.streams().err(text);
}

std::string diagnosis_report(invocation& call, const diagnosis& found, bool is_talk) {
    auto& streams = call.streams();
    diagnosis_page page;
    page.now = call.time().unix_seconds();
    const bool is_terminal = is_talk ? streams.err_is_terminal() : streams.out_is_terminal();
    page.has_colours = is_terminal && call.variable("NO_COLOR").empty();
    if (is_terminal)
        page.width = static_cast<std::size_t>(std::max(streams.width(), 40));
    return diagnosis_text(found, page);
}

} // namespace argocdpp::cli
