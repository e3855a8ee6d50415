#pragma once
// Repositories, and the credentials that repositories below a URL share.
//
// A server never shows its secrets; they are filled in to be sent.

#include <argocdpp/proto/any.hpp>
#include <argocdpp/proto/connection_state.hpp>

#include <optional>
#include <string>
#include <vector>

namespace argocdpp::proto {

/// How a repository is reached, and as whom.
struct repository_access {
    std::string type; ///< git, helm, oci
    std::string username;
    std::string password;
    std::string bearer_token;
    std::string ssh_private_key;
    std::string tls_client_cert_data;
    std::string tls_client_cert_key;
    std::string github_app_private_key;
    long long github_app_id = 0;
    long long github_app_installation_id = 0;
    std::string github_app_enterprise_base_url;
    std::string gcp_service_account_key;
    std::string azure_service_principal_client_id;
    std::string azure_service_principal_client_secret;
    std::string azure_service_principal_tenant_id;
    std::string azure_active_directory_endpoint;
    bool use_azure_workload_identity = false;
    bool force_http_basic_auth = false;
    bool enable_oci = false;
    bool insecure_oci_force_http = false;
    std::string proxy;
    std::string no_proxy;
};

struct repository : repository_access {
    std::string repo; ///< its URL
    std::string name;
    std::string project; ///< empty where it is not limited to one
    std::optional<connection_state> connection;
    bool insecure = false;
    bool insecure_ignore_host_key = false; ///< the older name of it
    bool enable_lfs = false;
    bool inherited_creds = false;
    long long depth = 0; ///< of clones; 0 for all
    bool webhook_manifest_cache_warm_disabled = false;
    any rest;
};

struct repository_list {
    std::vector<repository> items;
    any rest;
};

/// Credentials of all repositories whose URL begins so.
struct repository_credentials : repository_access {
    std::string url;
    any rest;
};

struct repository_credentials_list {
    std::vector<repository_credentials> items;
    any rest;
};

} // namespace argocdpp::proto
