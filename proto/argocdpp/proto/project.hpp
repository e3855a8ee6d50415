#pragma once
// The project that an application belongs to, and the windows in which it may sync.

#include <argocdpp/proto/metadata.hpp>

#include <string>
#include <vector>

namespace argocdpp::proto {

struct sync_window {
    std::string kind; ///< allow, deny
    std::string schedule;
    std::string duration;
    bool manual_sync = false;
    any rest;
};

struct project_destination {
    std::string server;
    std::string name_space;
    std::string name;
    any rest;
};

struct project_spec {
    std::string description;
    std::vector<std::string> source_repos;
    std::vector<project_destination> destinations;
    std::vector<sync_window> sync_windows;
    any rest;
};

struct project {
    object_meta metadata;
    project_spec spec;
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
