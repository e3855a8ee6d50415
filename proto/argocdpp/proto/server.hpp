#pragma once
// What the server says of itself and of the caller: version, settings, session, user.

#include <argocdpp/proto/metadata.hpp>

#include <string>
#include <vector>

namespace argocdpp::proto {

/// GET /api/version. Without a session only `version` is filled.
struct version_info {
    std::string version;
    std::string build_date;
    std::string git_commit;
    std::string git_tag;
    std::string git_tree_state;
    std::string go_version;
    std::string compiler;
    std::string platform;
    std::string kustomize_version;
    std::string helm_version;
    std::string kubectl_version;
    std::string jsonnet_version;
    std::string extra_build_info;
    any rest;
};

struct server_settings {
    std::string url; ///< where people reach the user interface
    any rest;
};

struct session_request {
    std::string username;
    std::string password;
    any rest;
};

struct user_info {
    bool logged_in = false;
    std::string username;
    std::string iss;
    std::vector<std::string> groups;
    any rest;
};

} // namespace argocdpp::proto
