#pragma once
// What was asked of an application (operation) and what became of it (operation_state).

#include <argocdpp/proto/metadata.hpp>
#include <argocdpp/proto/source.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::proto {

/// Phases of an operation and of a hook, as far as Argo CD 3.5 knows them.
namespace phase {
inline constexpr std::string_view running = "Running", terminating = "Terminating",
                                  failed = "Failed", error = "Error", succeeded = "Succeeded";

/// Whether it is over, and not well.
inline bool is_failure(std::string_view phase) { return phase == failed || phase == error; }
} // namespace phase

/// What became of a resource in a sync, as far as argocdpp looks at it.
namespace result_code {
inline constexpr std::string_view sync_failed = "SyncFailed", prune_skipped = "PruneSkipped";
}

/// Names resources of an application, in a sync operation.
struct sync_operation_resource {
    std::string group;
    std::string kind;
    std::string name;
    std::string name_space;
    any rest;
};

struct sync_strategy_apply {
    bool force = false;
    any rest;
};

struct sync_strategy {
    std::optional<sync_strategy_apply> apply;
    std::optional<sync_strategy_apply> hook;
    any rest;
};

struct backoff {
    std::string duration;
    std::optional<long long> factor;
    std::string max_duration;
    any rest;
};

struct retry_strategy {
    long long limit = 0;
    bool refresh = false;
    std::optional<backoff> back_off;
    any rest;
};

struct info {
    std::string name;
    std::string value;
    any rest;
};

struct sync_operation {
    std::string revision;
    std::vector<std::string> revisions;
    bool prune = false;
    bool dry_run = false;
    std::optional<sync_strategy> strategy;
    std::vector<sync_operation_resource> resources;
    std::optional<application_source> source;
    std::vector<application_source> sources;
    std::vector<std::string> sync_options;
    any rest;
};

struct initiator {
    std::string username;
    bool automated = false;
    any rest;
};

struct operation {
    std::optional<sync_operation> sync;
    std::optional<initiator> initiated_by;
    std::vector<info> infos;
    std::optional<retry_strategy> retry;
    any rest;

    /// True for an operation that only previews.
    bool is_dry_run() const { return sync && sync->dry_run; }
};

/// What became of one resource in an operation.
struct resource_result {
    std::string group;
    std::string version;
    std::string kind;
    std::string name_space;
    std::string name;
    std::string status; ///< Synced, SyncFailed, Pruned, PruneSkipped
    std::string message;
    std::string hook_type; ///< PreSync, Sync, PostSync …; empty for what is no hook
    std::string hook_phase;
    std::string sync_phase;
    any rest;
};

struct sync_operation_result {
    std::vector<resource_result> resources;
    std::string revision;
    std::optional<application_source> source;
    std::vector<application_source> sources;
    std::vector<std::string> revisions;
    any rest;
};

struct operation_state {
    proto::operation operation;
    std::string phase;
    std::string message;
    std::optional<sync_operation_result> sync_result;
    timestamp started_at;
    timestamp finished_at;
    any rest;
};

} // namespace argocdpp::proto
