#include "conduct_flags.hpp"

#include "failure.hpp"

namespace argocdpp::cli {

void describe_conduct(flag_set& flags, conduct_flags& given) {
    flags
        .add(given.fail_fast, "fail-fast", 0,
             "end as soon as the operation has failed, with its message")
        .or_variable();
    flags
        .add(given.degraded_grace, "degraded-grace", 0,
             "fail where something stays Degraded for longer than this, and not before")
        .or_variable();
}

wait_conduct conduct_of(const invocation& call, const conduct_flags& given) {
    wait_conduct made;
    made.fail_fast = given.fail_fast;
    if (call.given("degraded-grace")) {
        if (given.degraded_grace.count() < 0)
            throw failure(exit_code::error, "--degraded-grace can't be less than 0s");
        made.degraded_grace = std::chrono::duration_cast<duration>(given.degraded_grace);
    }
    return made;
}

void describe_strict(flag_set& flags, bool& is_strict, std::string_view where) {
    flags.add(is_strict, "strict", 0, where).or_variable();
}

std::string told_end(const proto::operation_state& state) {
    return "Operation has completed with phase: " + state.phase +
           (state.message.empty() ? "" : ": " + state.message);
}

void require_success(const proto::application& app, exit_code code) {
    const auto& state = app.status.operation_state;
    if (!app.operation && state && has_failed(*state))
        throw failure(code, told_end(*state), ending::operation_failed);
}

} // namespace argocdpp::cli
