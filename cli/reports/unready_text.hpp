#pragma once
// A resource that is not ready, as a line.

#include <argocdpp/resources.hpp>

#include <string>

namespace argocdpp::cli {

/// "apps/Deployment d/web: Synced, Progressing: waiting for 2 replicas"
inline std::string unready_text(const resource_state& row) {
    auto text = row.group + (row.group.empty() ? "" : "/") + row.kind + " " + row.name_space +
                (row.name_space.empty() ? "" : "/") + row.name + ":";
    if (!row.status.empty())
        text += " " + row.status;
    if (!row.health.empty())
        text += (row.status.empty() ? " " : ", ") + row.health;
    return row.message.empty() ? text : text + ": " + row.message;
}

} // namespace argocdpp::cli
