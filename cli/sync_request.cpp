#include "sync_request.hpp"

#include "failure.hpp"
#include "key_values.hpp"
#include "views/time_text.hpp"

#include <optional>

namespace argocdpp::cli {
namespace {

std::optional<proto::sync_options> sync_options(const sync_request_flags& given) {
    proto::sync_options made;
    if (given.replace)
        made.items.push_back("Replace=true");
    if (given.server_side)
        made.items.push_back("ServerSideApply=true");
    if (given.out_of_sync_only)
        made.items.push_back("ApplyOutOfSyncOnly=true");
    // An empty list would replace the application's own options by none.
    return made.items.empty() ? std::nullopt : std::optional(std::move(made));
}

proto::sync_strategy strategy(const sync_request_flags& given) {
    proto::sync_strategy made;
    proto::sync_strategy_apply way;
    way.force = given.force;
    if (given.strategy == "apply")
        made.apply = way;
    else if (given.strategy.empty() || given.strategy == "hook")
        made.hook = way;
    else
        throw failure(exit_code::failure, "Unknown sync strategy: '" + given.strategy + "'");
    return made;
}

std::optional<proto::retry_strategy> retry(const sync_request_flags& given) {
    if (given.retry_limit == 0)
        return std::nullopt;
    proto::retry_strategy made;
    made.limit = given.retry_limit;
    made.refresh = given.retry_refresh;
    made.back_off.emplace();
    made.back_off->duration = duration_text(given.retry_duration);
    made.back_off->max_duration = duration_text(given.retry_max_duration);
    made.back_off->factor = given.retry_factor;
    return made;
}

} // namespace

void describe_sync_request(flag_set& flags, sync_request_flags& given) {
    flags.add(given.out_of_sync_only, "apply-out-of-sync-only", 0, "leave out what is in sync");
    flags.add(given.dry_run, "dry-run", 0, "change nothing in the cluster");
    flags.add(given.force, "force", 0, "delete and create again where an update is refused");
    flags.add(given.prune, "prune", 0, "delete resources that are no longer in git");
    flags.add(given.replace, "replace", 0, "replace or create instead of applying");
    flags.add(given.server_side, "server-side", 0, "apply on the server's side");
    flags.add(given.strategy, "strategy", 0, "apply, or hook (the default), which runs hooks too")
        .one_of("apply hook");
    flags.add(given.infos, "info", 0, "key=value to keep with the operation (repeatable)");
    flags.add(given.retry_limit, "retry-limit", 0, "how often the server may try again");
    flags.add(given.retry_duration, "retry-backoff-duration", 0, "pause before the first retry");
    flags.add(given.retry_factor, "retry-backoff-factor", 0, "how much longer each pause is");
    flags.add(given.retry_max_duration, "retry-backoff-max-duration", 0, "longest pause");
    flags.add(given.retry_refresh, "retry-refresh", 0, "retry with the newest revision");
}

proto::sync_request sync_request_of(const sync_request_flags& given) {
    proto::sync_request made;
    made.revision = given.revision;
    made.revisions = given.revisions;
    made.source_positions = given.source_positions;
    made.dry_run = given.dry_run;
    made.prune = given.prune;
    for (const auto& [key, value] : key_values(given.infos)) {
        proto::info info;
        info.name = key;
        info.value = value;
        made.infos.push_back(std::move(info));
    }
    made.options = sync_options(given);
    made.strategy = strategy(given);
    made.retry = retry(given);
    return made;
}

} // namespace argocdpp::cli
