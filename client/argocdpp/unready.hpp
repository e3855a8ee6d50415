#pragma once
// What keeps an application from being synced and healthy, resource by resource.

#include <argocdpp/resources.hpp>

#include <vector>

namespace argocdpp {

/// Whether a row is as it should be: synced and, where its kind has a health, healthy; of a hook,
/// succeeded; of what only the operation knows, not failed and not left to be pruned.
bool is_ready(const resource_state& row);

/// The rows that are not ready, with the status SyncFailed where the last operation could not apply
/// them, whatever the comparison says. Their message is that of their health, where it has one.
std::vector<resource_state> unready_resources(const proto::application& app);

} // namespace argocdpp
