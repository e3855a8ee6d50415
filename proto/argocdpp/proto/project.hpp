#pragma once
// The project that an application belongs to: what its applications may use, who may change them,
// and the windows in which they may sync.

#include <argocdpp/proto/metadata.hpp>
#include <argocdpp/proto/source_integrity.hpp>

#include <optional>
#include <string>
#include <vector>

namespace argocdpp::proto {

struct sync_window {
    std::string kind; ///< allow, deny
    std::string schedule;
    std::string duration;
    std::vector<std::string> applications;
    std::vector<std::string> namespaces;
    std::vector<std::string> clusters;
    bool manual_sync = false;
    std::string time_zone;
    bool use_and_operator = false; ///< all of the three lists must match, not one of them
    std::string description;
    bool sync_overrun = false;
    any rest;
};

struct project_destination {
    std::string server;
    std::string name_space;
    std::string name;
    any rest;
};

/// As whom a sync to a destination acts.
struct destination_service_account {
    std::string server;
    std::string name_space;
    std::string service_account; ///< "name" or "namespace:name"
    any rest;
};

struct group_kind {
    std::string group;
    std::string kind;
    any rest;
};

/// Resources by kind, all of them or those that a pattern names.
struct resource_pattern {
    std::string group;
    std::string kind;
    std::string name;
    any rest;
};

struct orphaned_resources {
    std::optional<bool> warn; ///< absent means no
    std::vector<resource_pattern> ignore;
    any rest;
};

struct role_token {
    long long issued_at = 0;  ///< seconds since 1970
    long long expires_at = 0; ///< 0 for never
    std::string id;
    any rest;
};

struct role_tokens {
    std::vector<role_token> items;
    any rest;
};

struct project_role {
    std::string name;
    std::string description;
    std::vector<std::string> policies; ///< lines of casbin
    std::vector<role_token> tokens;
    std::vector<std::string> groups;
    any rest;
};

struct signature_key {
    std::string key_id;
    any rest;
};

struct project_spec {
    std::vector<std::string> source_repos;
    std::vector<project_destination> destinations;
    std::string description;
    std::vector<project_role> roles;
    std::vector<resource_pattern> allowed_cluster_resources;
    std::vector<group_kind> denied_namespaced_resources;
    std::optional<proto::orphaned_resources> orphaned_resources;
    std::vector<sync_window> sync_windows;
    std::vector<group_kind> allowed_namespaced_resources;
    std::vector<signature_key> signature_keys;
    std::vector<resource_pattern> denied_cluster_resources;
    std::vector<std::string> source_namespaces;
    std::vector<destination_service_account> destination_service_accounts;
    std::optional<proto::source_integrity> source_integrity;
    any rest;
};

struct project_status {
    any tokens_by_role; ///< an object of role_tokens by the role's name
    any rest;
};

struct project {
    object_meta metadata;
    project_spec spec;
    project_status status;
    any rest;
};

struct project_list {
    std::vector<project> items;
    any rest;
};

/// A project with what is limited to it.
struct detailed_project {
    proto::project project;
    any repositories; ///< an array of repositories
    any clusters;     ///< an array of clusters
    any rest;
};

/// The windows of a project that are open right now, by the server's clock.
struct project_sync_windows {
    std::vector<sync_window> windows;
    any rest;
};

/// What the server says of one application's windows right now (GET …/syncwindows).
struct application_sync_windows {
    std::vector<sync_window> active_windows;
    std::vector<sync_window> assigned_windows;
    bool can_sync = false; ///< whether a manual sync may start now
    any rest;
};

} // namespace argocdpp::proto
