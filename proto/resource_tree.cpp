#include "field_table.hpp"

#include <argocdpp/proto/resource_tree.hpp>

namespace argocdpp::proto {

extern template struct codec<health_status>;

void fields(either<resource_ref> auto& x, auto& visit) {
    visit("group", x.group);
    visit("version", x.version);
    visit("kind", x.kind);
    visit("namespace", x.name_space);
    visit("name", x.name);
    visit("uid", x.uid);
}
template struct codec<resource_ref>;

void fields(either<resource_node> auto& x, auto& visit) {
    visit("group", x.group);
    visit("version", x.version);
    visit("kind", x.kind);
    visit("namespace", x.name_space);
    visit("name", x.name);
    visit("uid", x.uid);
    visit("parentRefs", x.parent_refs);
    visit("resourceVersion", x.resource_version);
    visit("images", x.images);
    visit("health", x.health);
    visit("createdAt", x.created_at);
}
template struct codec<resource_node>;

void fields(either<resource_tree> auto& x, auto& visit) {
    visit("nodes", x.nodes);
    visit("orphanedNodes", x.orphaned_nodes);
}
template struct codec<resource_tree>;

void fields(either<managed_resource> auto& x, auto& visit) {
    visit("group", x.group);
    visit("kind", x.kind);
    visit("namespace", x.name_space);
    visit("name", x.name);
    visit("targetState", x.target_state);
    visit("liveState", x.live_state);
    visit("hook", x.hook);
    visit("normalizedLiveState", x.normalized_live_state);
    visit("predictedLiveState", x.predicted_live_state);
    visit("resourceVersion", x.resource_version);
    visit("modified", x.modified);
}
template struct codec<managed_resource>;

void fields(either<managed_resources> auto& x, auto& visit) { visit("items", x.items); }
template struct codec<managed_resources>;

} // namespace argocdpp::proto
