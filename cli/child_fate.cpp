#include "child_fate.hpp"

#include <argocdpp/error.hpp>
#include <argocdpp/retry.hpp>

#include <algorithm>
#include <optional>

namespace argocdpp::cli {
namespace {

constexpr auto pause = std::chrono::seconds(2);
// As a wait: the server may fail to read its own database for a while.
constexpr auto longest_denial = std::chrono::seconds(30);
constexpr auto patience = std::chrono::minutes(5);

task<void> rest_a_while(invocation& call) {
    co_await call.time().sleep_until(call.time().now() + pause);
}

task<bool> is_readable(invocation& call, app_ref app) {
    try {
        co_await call.server().apps().get(std::move(app));
        co_return true;
    } catch (const error& fault) {
        if (fault.kind != error_kind::not_found && fault.kind != error_kind::denied &&
            !is_transient(fault))
            throw;
    }
    co_return false;
}

} // namespace

task<child_fate> fate_of(invocation& call, app_ref child, child_listing list, time_point deadline) {
    const auto begun = call.time().now();
    for (bool was_missing = false;; was_missing = true) {
        const auto listed = co_await list();
        const auto self = std::ranges::find_if(listed, [&](const child_application& one) {
            return one.app.qualified() == child.qualified();
        });
        if (self == listed.end())
            co_return child_fate::pruned;
        auto reading = is_readable(call, child);
        if (co_await std::move(reading))
            co_return was_missing ? child_fate::there_again : child_fate::as_it_was;
        const duration limit = self->is_synced ? duration(longest_denial) : duration(patience);
        const auto now = call.time().now();
        if (now - begun >= limit || now >= deadline)
            co_return child_fate::as_it_was;
        co_await rest_a_while(call);
    }
}

task<proto::application> read_patiently(invocation& call, app_ref app) {
    const auto until = call.time().now() + patience;
    for (;;) {
        std::optional<error> trouble;
        try {
            co_return co_await call.server().apps().get(app);
        } catch (const error& fault) {
            trouble = fault;
        }
        if (!is_transient(*trouble) || trouble->first_contact || call.time().now() >= until)
            throw std::move(*trouble);
        co_await rest_a_while(call);
    }
}

} // namespace argocdpp::cli
