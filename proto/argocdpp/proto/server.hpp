#pragma once
// What the server says of itself and of the caller: version, settings, session, user.

#include <argocdpp/proto/metadata.hpp>

#include <optional>
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

/// The issuer of single sign-on, where the server trusts one of its own choice.
struct oidc_settings {
    std::string issuer;
    std::string client_id;
    std::string cli_client_id; ///< for command lines, where they have another one
    std::vector<std::string> scopes;
    any id_token_claims; ///< what to ask for in the token, as OpenID Connect Core 5.5.1 spells it
    any rest;
};

/// The issuer that comes with Argo CD; of use where it has connectors.
struct dex_settings {
    any connectors; ///< a list
    any rest;
};

struct server_settings {
    std::string url; ///< where people reach the user interface
    std::optional<oidc_settings> oidc_config;
    std::optional<dex_settings> dex_config;
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
