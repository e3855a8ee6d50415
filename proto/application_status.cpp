#include "field_table.hpp"

#include <argocdpp/proto/application_status.hpp>

namespace argocdpp::proto {

extern template struct codec<application_source>;
extern template struct codec<operation_state>;

void fields(either<health_status> auto& x, auto& visit) {
    visit("status", x.status);
    visit("message", x.message);
    visit("lastTransitionTime", x.last_transition_time);
}
template struct codec<health_status>;

void fields(either<sync_status> auto& x, auto& visit) {
    visit("status", x.status);
    visit("revision", x.revision);
    visit("revisions", x.revisions);
}
template struct codec<sync_status>;

void fields(either<resource_status> auto& x, auto& visit) {
    visit("group", x.group);
    visit("version", x.version);
    visit("kind", x.kind);
    visit("namespace", x.name_space);
    visit("name", x.name);
    visit("status", x.status);
    visit("health", x.health);
    visit("hook", x.hook);
    visit("requiresPruning", x.requires_pruning);
    visit("syncWave", x.sync_wave);
}
template struct codec<resource_status>;

void fields(either<application_condition> auto& x, auto& visit) {
    visit("type", x.type);
    visit("message", x.message);
    visit("lastTransitionTime", x.last_transition_time);
}
template struct codec<application_condition>;

void fields(either<revision_history> auto& x, auto& visit) {
    visit("revision", x.revision);
    visit("deployedAt", x.deployed_at);
    visit("id", x.id);
    visit("source", x.source);
    visit("deployStartedAt", x.deploy_started_at);
    visit("sources", x.sources);
    visit("revisions", x.revisions);
}
template struct codec<revision_history>;

void fields(either<application_summary> auto& x, auto& visit) {
    visit("externalURLs", x.external_urls);
    visit("images", x.images);
}
template struct codec<application_summary>;

void fields(either<hydrate_operation> auto& x, auto& visit) {
    visit("phase", x.phase);
    visit("message", x.message);
    visit("drySHA", x.dry_sha);
    visit("hydratedSHA", x.hydrated_sha);
    visit("sourceHydrator", x.source_hydrator);
}
template struct codec<hydrate_operation>;

void fields(either<source_hydrator_status> auto& x, auto& visit) {
    visit("lastSuccessfulOperation", x.last_successful_operation);
    visit("currentOperation", x.current_operation);
}
template struct codec<source_hydrator_status>;

void fields(either<application_status> auto& x, auto& visit) {
    visit("resources", x.resources);
    visit("sync", x.sync);
    visit("health", x.health);
    visit("history", x.history);
    visit("conditions", x.conditions);
    visit("reconciledAt", x.reconciled_at);
    visit("operationState", x.operation_state);
    visit("sourceType", x.source_type);
    visit("summary", x.summary);
    visit("sourceTypes", x.source_types);
    visit("sourceHydrator", x.source_hydrator);
}
template struct codec<application_status>;

} // namespace argocdpp::proto
