// applications::start_sync: a sync that gets out of the way of other operations, or rids itself of
// them.

#include "rest.hpp"

#include <argocdpp/applications.hpp>
#include <argocdpp/proto/codec.hpp>

#include <algorithm>
#include <tuple>

namespace argocdpp {
namespace {

constexpr int failed_precondition = 9;
constexpr int invalid_argument = 3;
constexpr auto comparison_limit = std::chrono::seconds(10);
const retry_options sending_again{.first = std::chrono::milliseconds(500),
                                  .cap = std::chrono::seconds(10)};

/// Passes the trouble of a wait on; its rows are none of ours.
class waiting_observer final : public wait_observer {
  public:
    explicit waiting_observer(start_observer& told)
        : told_(told) {}
    void trouble(const error& problem) override { told_.trouble(problem); }

  private:
    start_observer& told_;
};

class sync_starter {
  public:
    sync_starter(rest& calls, app_ref app, proto::sync_request request, proto::application before,
                 if_busy policy, start_observer& observer)
        : rest_(calls)
        , apps_(calls)
        , app_(std::move(app))
        , request_(std::move(request))
        , before_(std::move(before))
        , policy_(policy)
        , observer_(observer) {}

    task<started_sync> run() {
        for (int refusals = 0;; ++refusals) {
            if (policy_ == if_busy::fail || !before_.operation) {
                if (auto own = co_await try_to_send())
                    co_return std::move(*own);
                co_await pause(refusals);
                before_ = co_await read();
            }
            // It may be free again, or the answer older than the refusal.
            if (!before_.operation)
                continue;
            if (policy_ == if_busy::join && co_await can_join()) {
                observer_.joining(before_);
                co_return started_sync{operation_track(before_), true};
            }
            if (before_.operation)
                co_await outlast();
        }
    }

  private:
    task<std::optional<started_sync>> try_to_send() {
        operation_track own(before_, request_);
        observer_.sending(own);
        try {
            const auto answer = co_await apps_.sync(app_, request_, before_);
            own.taken(answer);
        } catch (const error& refusal) {
            if (policy_ == if_busy::fail || !is_busy(refusal))
                throw;
            co_return std::nullopt;
        }
        co_return started_sync{std::move(own), false};
    }

    task<void> pause(int refusals) {
        const auto length = next_delay(sending_again, std::min(refusals, 10), rest_.random());
        co_await rest_.time().sleep_until(rest_.time().now() + length);
    }

    task<proto::application> read(refresh kind = refresh::none) {
        auto asked = app_;
        asked.project = before_.spec.project;
        co_return co_await apps_.get(std::move(asked), kind);
    }

    task<void> read_compared() { before_ = co_await read(refresh::normal); }

    task<bool> can_join() {
        // Which commit a branch is at now only a comparison tells.
        const auto limit = rest_.time().now() + comparison_limit;
        auto reading = read_compared();
        const bool is_compared = co_await finishes_before(rest_.time(), limit, std::move(reading));
        co_return is_compared&& does_the_same(before_, request_);
    }

    /// Until the operation at work is over, and however long that is. That it was compared since
    /// does not matter: the server takes the next one.
    task<void> outlast() {
        wait_options until;
        until.conduct.operation.emplace(before_);
        if (policy_ == if_busy::terminate)
            co_await terminate();
        else
            observer_.waiting(before_);
        waiting_observer progress(observer_);
        auto result = co_await apps_.wait(app_, std::move(until), progress);
        if (result.outcome == wait_outcome::failed)
            throw std::move(*result.failure);
        before_ = std::move(result.app);
    }

    task<void> terminate() {
        observer_.terminating(before_);
        auto asked = app_;
        asked.project = before_.spec.project;
        co_await apps_.terminate_operation(std::move(asked), operation_track(before_));
    }

    rest& rest_;
    applications apps_;
    app_ref app_;
    proto::sync_request request_;
    proto::application before_; ///< the application as read last
    if_busy policy_;
    start_observer& observer_;
};

std::string targeted(const proto::application_source& source) {
    return source.target_revision == "HEAD" ? "" : source.target_revision;
}

/// The revision that is asked for, as an operation would have it.
std::string resolved(const std::string& asked, const proto::application_source& source,
                     const std::string& compared) {
    const bool is_target = asked.empty() || (asked == "HEAD" ? "" : asked) == targeted(source);
    return is_target ? compared : asked;
}

/// Whether the sources of the operation are still those of the application; none means those.
bool has_current_sources(const proto::sync_operation& sync, const proto::application_spec& spec) {
    const auto same = [](const proto::application_source& one,
                         const proto::application_source& other) {
        return proto::encode(one) == proto::encode(other);
    };
    if (!sync.sources.empty())
        return std::ranges::equal(sync.sources, spec.sources, same);
    return !sync.source || same(*sync.source, proto::first_source(spec));
}

bool has_revisions(const proto::sync_operation& sync, const proto::application& app,
                   const proto::sync_request& request) {
    const auto& compared = app.status.sync;
    const auto sources = proto::sources_of(app.spec);
    if (!app.spec.has_multiple_sources())
        return !sync.revision.empty() &&
               sync.revision ==
                   resolved(request.revision, proto::first_source(app.spec), compared.revision);
    if (sync.revisions.size() != sources.size() || compared.revisions.size() != sources.size())
        return false;
    std::vector<std::string> asked(sources.size());
    for (std::size_t i = 0; i < request.source_positions.size() && i < request.revisions.size();
         ++i) {
        const auto place = static_cast<std::size_t>(request.source_positions[i] - 1);
        if (place < asked.size())
            asked[place] = request.revisions[i];
    }
    for (std::size_t i = 0; i < sources.size(); ++i)
        if (sync.revisions[i] != resolved(asked[i], sources[i], compared.revisions[i]))
            return false;
    return true;
}

bool has_resources(const proto::sync_operation& sync, const proto::sync_request& request) {
    using names = std::tuple<std::string, std::string, std::string, std::string>;
    const auto sorted = [](const auto& resources) {
        std::vector<names> made;
        for (const auto& one : resources)
            made.emplace_back(one.group, one.kind, one.name, one.name_space);
        std::ranges::sort(made);
        return made;
    };
    return sorted(sync.resources) == sorted(request.resources);
}

/// Whether hooks run, and whether resources are replaced by force.
std::pair<bool, bool> way_of(const std::optional<proto::sync_strategy>& strategy) {
    if (!strategy)
        return {true, false};
    if (strategy->apply)
        return {false, strategy->apply->force};
    return {true, strategy->hook && strategy->hook->force};
}

bool has_options(const proto::sync_operation& sync, const proto::sync_request& request) {
    if (!request.options)
        return true;
    return std::ranges::all_of(request.options->items, [&](const std::string& option) {
        return std::ranges::find(sync.sync_options, option) != sync.sync_options.end();
    });
}

} // namespace

bool is_busy(const error& refusal) {
    return refusal.grpc_code == failed_precondition &&
           refusal.server_text.find("another operation is already in progress") !=
               std::string::npos;
}

bool does_the_same(const proto::application& app, const proto::sync_request& request) {
    if (!app.operation || !app.operation->sync || !request.manifests.empty())
        return false;
    const auto& state = app.status.operation_state;
    if (state && state->phase == proto::phase::terminating)
        return false;
    const auto& sync = *app.operation->sync;
    return sync.dry_run == request.dry_run && (sync.prune || !request.prune) &&
           way_of(sync.strategy) == way_of(request.strategy) && has_options(sync, request) &&
           has_resources(sync, request) && has_current_sources(sync, app.spec) &&
           has_revisions(sync, app, request);
}

task<started_sync> applications::start_sync(app_ref app, proto::sync_request request,
                                            proto::application before, if_busy policy,
                                            start_observer& observer) {
    sync_starter one(*rest_, std::move(app), std::move(request), std::move(before), policy,
                     observer);
    co_return co_await one.run();
}

task<bool> applications::was_terminated(app_ref app) {
    try {
        co_await terminate_operation(std::move(app));
        co_return true;
    } catch (const error& refusal) {
        if (refusal.grpc_code != invalid_argument)
            throw;
        co_return false; // it has ended just now
    }
}

task<termination> applications::terminate_operation(app_ref app, operation_track which) {
    constexpr auto pause = std::chrono::milliseconds(500);
    while (true) {
        const auto now = co_await get(app);
        const auto state = which.see(now);
        const auto& last = now.status.operation_state;
        if (state == track_state::ended ||
            (state == track_state::running && last && last->phase == proto::phase::terminating))
            co_return termination::not_needed;
        if (state == track_state::overtaken)
            co_return termination::not_ours;
        // Until the controller has begun, the server has nothing to terminate.
        if (state == track_state::running && last && co_await was_terminated(app))
            co_return termination::asked_for;
        co_await rest_->time().sleep_until(rest_->time().now() + pause);
    }
}

} // namespace argocdpp
