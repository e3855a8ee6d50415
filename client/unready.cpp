#include <argocdpp/unready.hpp>

#include <tuple>

namespace argocdpp {
namespace {

using proto::result_code::sync_failed;

bool is_of(const auto& resource, const resource_state& row) {
    return std::tie(resource.group, resource.kind, resource.name_space, resource.name) ==
           std::tie(row.group, row.kind, row.name_space, row.name);
}

void explain_health(resource_state& row, const proto::application& app) {
    for (const auto& resource : app.status.resources)
        if (is_of(resource, row) && resource.health && !resource.health->message.empty())
            row.message = resource.health->message;
}

/// A comparison may find in place what the operation could not apply.
void mark_failed(std::vector<resource_state>& rows, const proto::application& app) {
    const auto& operation = app.status.operation_state;
    if (!operation || !operation->sync_result)
        return;
    for (const auto& result : operation->sync_result->resources)
        if (result.status == sync_failed && result.hook_type.empty())
            for (auto& row : rows)
                if (is_of(result, row))
                    row.status = sync_failed;
}

} // namespace

bool is_ready(const resource_state& row) {
    if (!row.hook.empty())
        return row.status == proto::phase::succeeded;
    if (!row.compared)
        return row.health != sync_failed && row.health != proto::result_code::prune_skipped;
    return row.status == proto::sync_code::synced &&
           (row.health.empty() || row.health == proto::health_code::healthy);
}

std::vector<resource_state> unready_resources(const proto::application& app) {
    auto rows = resource_states(app);
    mark_failed(rows, app);
    std::erase_if(rows, [](const resource_state& row) { return is_ready(row); });
    for (auto& row : rows)
        explain_health(row, app);
    return rows;
}

} // namespace argocdpp
