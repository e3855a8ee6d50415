#pragma once
// The live resources of an application as a tree, and the manifests behind them.

#include <argocdpp/proto/application_status.hpp>

#include <optional>
#include <string>
#include <vector>

namespace argocdpp::proto {

struct resource_ref {
    std::string group;
    std::string version;
    std::string kind;
    std::string name_space;
    std::string name;
    std::string uid;
    any rest;
};

struct resource_node {
    std::string group;
    std::string version;
    std::string kind;
    std::string name_space;
    std::string name;
    std::string uid;
    std::vector<resource_ref> parent_refs;
    std::string resource_version;
    std::vector<std::string> images;
    std::optional<health_status> health;
    timestamp created_at;
    any rest;
};

struct resource_tree {
    std::vector<resource_node> nodes;
    std::vector<resource_node> orphaned_nodes;
    any rest;
};

/// One resource with its target and live manifests, each a JSON text (or "null").
struct managed_resource {
    std::string group;
    std::string kind;
    std::string name_space;
    std::string name;
    std::string target_state;
    std::string live_state;
    std::string normalized_live_state;
    std::string predicted_live_state;
    std::string resource_version;
    bool hook = false;
    bool modified = false;
    any rest;
};

struct managed_resources {
    std::vector<managed_resource> items;
    any rest;
};

} // namespace argocdpp::proto
