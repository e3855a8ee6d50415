#include "field_table.hpp"

#include <argocdpp/proto/project.hpp>

namespace argocdpp::proto {

extern template struct codec<object_meta>;
extern template struct codec<source_integrity>;

void fields(either<sync_window> auto& x, auto& visit) {
    visit("kind", x.kind);
    visit("schedule", x.schedule);
    visit("duration", x.duration);
    visit("applications", x.applications);
    visit("namespaces", x.namespaces);
    visit("clusters", x.clusters);
    visit("manualSync", x.manual_sync);
    visit("timeZone", x.time_zone);
    visit("andOperator", x.use_and_operator);
    visit("description", x.description);
    visit("syncOverrun", x.sync_overrun);
}
template struct codec<sync_window>;

void fields(either<project_destination> auto& x, auto& visit) {
    visit("server", x.server);
    visit("namespace", x.name_space);
    visit("name", x.name);
}
template struct codec<project_destination>;

void fields(either<destination_service_account> auto& x, auto& visit) {
    visit("server", x.server);
    visit("namespace", x.name_space);
    visit("defaultServiceAccount", x.service_account);
}
template struct codec<destination_service_account>;

void fields(either<group_kind> auto& x, auto& visit) {
    visit("group", x.group);
    visit("kind", x.kind);
}
template struct codec<group_kind>;

void fields(either<resource_pattern> auto& x, auto& visit) {
    visit("group", x.group);
    visit("kind", x.kind);
    visit("name", x.name);
}
template struct codec<resource_pattern>;

void fields(either<orphaned_resources> auto& x, auto& visit) {
    visit("warn", x.warn);
    visit("ignore", x.ignore);
}
template struct codec<orphaned_resources>;

void fields(either<role_token> auto& x, auto& visit) {
    visit("iat", x.issued_at);
    visit("exp", x.expires_at);
    visit("id", x.id);
}
template struct codec<role_token>;

void fields(either<role_tokens> auto& x, auto& visit) { visit("items", x.items); }
template struct codec<role_tokens>;

void fields(either<project_role> auto& x, auto& visit) {
    visit("name", x.name);
    visit("description", x.description);
    visit("policies", x.policies);
    visit("jwtTokens", x.tokens);
    visit("groups", x.groups);
}
template struct codec<project_role>;

void fields(either<signature_key> auto& x, auto& visit) { visit("keyID", x.key_id); }
template struct codec<signature_key>;

void fields(either<project_spec> auto& x, auto& visit) {
    visit("sourceRepos", x.source_repos);
    visit("destinations", x.destinations);
    visit("description", x.description);
    visit("roles", x.roles);
    visit("clusterResourceWhitelist", x.allowed_cluster_resources);
    visit("namespaceResourceBlacklist", x.denied_namespaced_resources);
    visit("orphanedResources", x.orphaned_resources);
    visit("syncWindows", x.sync_windows);
    visit("namespaceResourceWhitelist", x.allowed_namespaced_resources);
    visit("signatureKeys", x.signature_keys);
    visit("clusterResourceBlacklist", x.denied_cluster_resources);
    visit("sourceNamespaces", x.source_namespaces);
    visit("destinationServiceAccounts", x.destination_service_accounts);
    visit("sourceIntegrity", x.source_integrity);
}
template struct codec<project_spec>;

void fields(either<project_status> auto& x, auto& visit) {
    visit("jwtTokensByRole", x.tokens_by_role);
}
template struct codec<project_status>;

void fields(either<project> auto& x, auto& visit) {
    visit("metadata", x.metadata);
    visit("spec", x.spec);
    visit("status", x.status);
}
template struct codec<project>;

void fields(either<project_list> auto& x, auto& visit) { visit("items", x.items); }
template struct codec<project_list>;

void fields(either<detailed_project> auto& x, auto& visit) {
    visit("project", x.project);
    visit("repositories", x.repositories);
    visit("clusters", x.clusters);
}
template struct codec<detailed_project>;

void fields(either<project_sync_windows> auto& x, auto& visit) { visit("windows", x.windows); }
template struct codec<project_sync_windows>;

void fields(either<application_sync_windows> auto& x, auto& visit) {
    visit("activeWindows", x.active_windows);
    visit("assignedWindows", x.assigned_windows);
    visit("canSync", x.can_sync);
}
template struct codec<application_sync_windows>;

} // namespace argocdpp::proto
