#include "field_table.hpp"

#include <argocdpp/proto/operation.hpp>

namespace argocdpp::proto {

extern template struct codec<application_source>;

void fields(either<sync_operation_resource> auto& x, auto& visit) {
    visit("group", x.group);
    visit("kind", x.kind);
    visit("name", x.name);
    visit("namespace", x.name_space);
}
template struct codec<sync_operation_resource>;

void fields(either<sync_strategy_apply> auto& x, auto& visit) { visit("force", x.force); }
template struct codec<sync_strategy_apply>;

void fields(either<sync_strategy> auto& x, auto& visit) {
    visit("apply", x.apply);
    visit("hook", x.hook);
}
template struct codec<sync_strategy>;

void fields(either<backoff> auto& x, auto& visit) {
    visit("duration", x.duration);
    visit("factor", x.factor);
    visit("maxDuration", x.max_duration);
}
template struct codec<backoff>;

void fields(either<retry_strategy> auto& x, auto& visit) {
    visit("limit", x.limit);
    visit("backoff", x.back_off);
    visit("refresh", x.refresh);
}
template struct codec<retry_strategy>;

void fields(either<info> auto& x, auto& visit) {
    visit("name", x.name);
    visit("value", x.value);
}
template struct codec<info>;

void fields(either<sync_operation> auto& x, auto& visit) {
    visit("revision", x.revision);
    visit("prune", x.prune);
    visit("dryRun", x.dry_run);
    visit("syncStrategy", x.strategy);
    visit("resources", x.resources);
    visit("source", x.source);
    visit("syncOptions", x.sync_options);
    visit("sources", x.sources);
    visit("revisions", x.revisions);
}
template struct codec<sync_operation>;

void fields(either<initiator> auto& x, auto& visit) {
    visit("username", x.username);
    visit("automated", x.automated);
}
template struct codec<initiator>;

void fields(either<operation> auto& x, auto& visit) {
    visit("sync", x.sync);
    visit("initiatedBy", x.initiated_by);
    visit("info", x.infos);
    visit("retry", x.retry);
}
template struct codec<operation>;

void fields(either<resource_result> auto& x, auto& visit) {
    visit("group", x.group);
    visit("version", x.version);
    visit("kind", x.kind);
    visit("namespace", x.name_space);
    visit("name", x.name);
    visit("status", x.status);
    visit("message", x.message);
    visit("hookType", x.hook_type);
    visit("hookPhase", x.hook_phase);
    visit("syncPhase", x.sync_phase);
}
template struct codec<resource_result>;

void fields(either<sync_operation_result> auto& x, auto& visit) {
    visit("resources", x.resources);
    visit("revision", x.revision);
    visit("source", x.source);
    visit("sources", x.sources);
    visit("revisions", x.revisions);
}
template struct codec<sync_operation_result>;

void fields(either<operation_state> auto& x, auto& visit) {
    visit("operation", x.operation);
    visit("phase", x.phase);
    visit("message", x.message);
    visit("syncResult", x.sync_result);
    visit("startedAt", x.started_at);
    visit("finishedAt", x.finished_at);
}
template struct codec<operation_state>;

} // namespace argocdpp::proto
