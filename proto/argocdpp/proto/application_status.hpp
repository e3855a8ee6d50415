#pragma once
// What the server observed of an application.

#include <argocdpp/proto/operation.hpp>
#include <argocdpp/proto/source.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::proto {

/// Values of sync.status that argocdpp compares with; a server may send others.
namespace sync_code {
inline constexpr std::string_view synced = "Synced", out_of_sync = "OutOfSync", unknown = "Unknown";
}

/// Values of health.status that argocdpp compares with; a server may send others.
namespace health_code {
inline constexpr std::string_view healthy = "Healthy", progressing = "Progressing",
                                  degraded = "Degraded", suspended = "Suspended",
                                  missing = "Missing", unknown = "Unknown";
}

struct health_status {
    std::string status;
    std::string message;
    timestamp last_transition_time;
    any rest;
};

struct sync_status {
    std::string status;
    std::string revision;
    std::vector<std::string> revisions;
    any rest;
};

/// One resource that the application manages, compared with its target.
struct resource_status {
    std::string group;
    std::string version;
    std::string kind;
    std::string name_space;
    std::string name;
    std::string status;
    std::optional<health_status> health; ///< absent for kinds that have no health
    bool hook = false;
    bool requires_pruning = false;
    std::optional<long long> sync_wave;
    any rest;
};

struct application_condition {
    std::string type;
    std::string message;
    timestamp last_transition_time;
    any rest;
};

struct revision_history {
    long long id = 0;
    std::string revision;
    std::vector<std::string> revisions;
    timestamp deployed_at;
    timestamp deploy_started_at;
    std::optional<application_source> source;
    std::vector<application_source> sources;
    any rest;
};

struct application_summary {
    std::vector<std::string> external_urls;
    std::vector<std::string> images;
    any rest;
};

/// One run of the hydrator. `source` is compared only as a whole, so it stays a document.
struct hydrate_operation {
    std::string phase; ///< Hydrating, Hydrated, Failed
    std::string message;
    std::string dry_sha;
    std::string hydrated_sha;
    any source_hydrator;
    any rest;
};

struct source_hydrator_status {
    std::optional<hydrate_operation> current_operation;
    std::optional<hydrate_operation> last_successful_operation;
    any rest;
};

struct application_status {
    std::vector<resource_status> resources;
    sync_status sync;
    health_status health;
    std::vector<revision_history> history;
    std::vector<application_condition> conditions;
    timestamp reconciled_at;
    std::optional<proto::operation_state> operation_state;
    std::string source_type;
    std::vector<std::string> source_types;
    application_summary summary;
    source_hydrator_status source_hydrator;
    any rest;
};

} // namespace argocdpp::proto
