#include "field_table.hpp"

#include <argocdpp/proto/sync_request.hpp>

namespace argocdpp::proto {

extern template struct codec<info>;
extern template struct codec<retry_strategy>;
extern template struct codec<sync_operation_resource>;
extern template struct codec<sync_strategy>;

void fields(either<sync_options> auto& x, auto& visit) { visit("items", x.items); }
template struct codec<sync_options>;

void fields(either<sync_request> auto& x, auto& visit) {
    visit("revision", x.revision);
    visit("dryRun", x.dry_run);
    visit("prune", x.prune);
    visit("strategy", x.strategy);
    visit("resources", x.resources);
    visit("manifests", x.manifests);
    visit("infos", x.infos);
    visit("retryStrategy", x.retry);
    visit("syncOptions", x.options);
    visit("appNamespace", x.app_namespace);
    visit("project", x.project);
    visit("sourcePositions", x.source_positions);
    visit("revisions", x.revisions);
}
template struct codec<sync_request>;

void fields(either<rollback_request> auto& x, auto& visit) {
    // The server insists on the number, and 0 is one: a plain member would be left out.
    std::optional<long long> id = x.id;
    visit("id", id);
    if constexpr (!std::is_const_v<std::remove_reference_t<decltype(x)>>)
        x.id = id.value_or(0);
    visit("dryRun", x.dry_run);
    visit("prune", x.prune);
    visit("appNamespace", x.app_namespace);
    visit("project", x.project);
}
template struct codec<rollback_request>;

} // namespace argocdpp::proto
