#pragma once
// What POST /applications/{name}/sync and …/rollback ask for.

#include <argocdpp/proto/operation.hpp>

#include <optional>
#include <string>
#include <vector>

namespace argocdpp::proto {

struct sync_options {
    std::vector<std::string> items;
    any rest;
};

struct sync_request {
    std::string app_namespace;
    std::string project;
    std::string revision;
    std::vector<std::string> revisions;
    std::vector<long long> source_positions;
    bool dry_run = false;
    bool prune = false;
    std::optional<sync_strategy> strategy;
    std::vector<sync_operation_resource> resources;
    std::vector<std::string> manifests; ///< JSON texts to sync instead of what is in git
    std::vector<info> infos;
    std::optional<retry_strategy> retry;
    /// Absent leaves the application's own options in force; present replaces them all.
    std::optional<sync_options> options;
    any rest;
};

/// Deploys again what an entry of `status.history` deployed.
struct rollback_request {
    std::string app_namespace;
    std::string project;
    long long id = 0;
    bool dry_run = false;
    bool prune = false;
    any rest;
};

} // namespace argocdpp::proto
