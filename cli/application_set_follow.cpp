#include "application_set_follow.hpp"

#include "failure.hpp"
#include "go_values.hpp"

#include <argocdpp/application_sets.hpp>
#include <argocdpp/error.hpp>

#include <algorithm>

namespace argocdpp::cli {
namespace {

constexpr auto pause = std::chrono::seconds(2);

task<void> rest_a_while(invocation& call) {
    co_await call.time().sleep_until(call.time().now() + pause);
}

} // namespace

bool is_up_to_date(const proto::application_set& set) {
    const auto& conditions = set.status.conditions;
    const auto found =
        std::ranges::find(conditions, "ResourcesUpToDate", &proto::application_set_condition::type);
    return found != conditions.end() && found->status == "True";
}

task<std::optional<proto::application_set>> set_if_there(invocation& call, app_ref set) {
    try {
        co_return co_await call.server().app_sets().get(std::move(set));
    } catch (const error& refusal) {
        if (refusal.kind != error_kind::not_found)
            throw;
    }
    co_return std::nullopt;
}

task<void> follow_until_up_to_date(invocation& call, app_ref set) {
    for (;;) {
        const auto found = co_await set_if_there(call, set);
        if (!found)
            throw failure(exit_code::error, "ApplicationSet " + go_quote(set.qualified()) +
                                                " was deleted before reaching ResourcesUpToDate");
        if (is_up_to_date(*found))
            co_return;
        co_await rest_a_while(call);
    }
}

task<void> follow_until_gone(invocation& call, app_ref set) {
    for (;;) {
        const auto found = co_await set_if_there(call, set);
        if (!found)
            co_return;
        co_await rest_a_while(call);
    }
}

} // namespace argocdpp::cli
