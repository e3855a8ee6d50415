#include "field_table.hpp"

#include <argocdpp/proto/repository.hpp>

namespace argocdpp::proto {

extern template struct codec<connection_state>;
namespace {

/// What repositories and shared credentials have in common.
void access_fields(auto& x, auto& visit) {
    visit("type", x.type);
    visit("username", x.username);
    visit("password", x.password);
    visit("bearerToken", x.bearer_token);
    visit("sshPrivateKey", x.ssh_private_key);
    visit("tlsClientCertData", x.tls_client_cert_data);
    visit("tlsClientCertKey", x.tls_client_cert_key);
    visit("githubAppPrivateKey", x.github_app_private_key);
    visit("githubAppID", x.github_app_id);
    visit("githubAppInstallationID", x.github_app_installation_id);
    visit("githubAppEnterpriseBaseUrl", x.github_app_enterprise_base_url);
    visit("gcpServiceAccountKey", x.gcp_service_account_key);
    visit("azureServicePrincipalClientId", x.azure_service_principal_client_id);
    visit("azureServicePrincipalClientSecret", x.azure_service_principal_client_secret);
    visit("azureServicePrincipalTenantId", x.azure_service_principal_tenant_id);
    visit("azureActiveDirectoryEndpoint", x.azure_active_directory_endpoint);
    visit("useAzureWorkloadIdentity", x.use_azure_workload_identity);
    visit("forceHttpBasicAuth", x.force_http_basic_auth);
    visit("enableOCI", x.enable_oci);
    visit("insecureOCIForceHttp", x.insecure_oci_force_http);
    visit("proxy", x.proxy);
    visit("noProxy", x.no_proxy);
}

} // namespace

void fields(either<repository> auto& x, auto& visit) {
    visit("repo", x.repo);
    visit("connectionState", x.connection);
    visit("name", x.name);
    visit("project", x.project);
    access_fields(x, visit);
    visit("insecure", x.insecure);
    visit("insecureIgnoreHostKey", x.insecure_ignore_host_key);
    visit("enableLfs", x.enable_lfs);
    visit("inheritedCreds", x.inherited_creds);
    visit("depth", x.depth);
    visit("webhookManifestCacheWarmDisabled", x.webhook_manifest_cache_warm_disabled);
}
template struct codec<repository>;

void fields(either<repository_list> auto& x, auto& visit) { visit("items", x.items); }
template struct codec<repository_list>;

void fields(either<repository_credentials> auto& x, auto& visit) {
    visit("url", x.url);
    access_fields(x, visit);
}
template struct codec<repository_credentials>;

void fields(either<repository_credentials_list> auto& x, auto& visit) { visit("items", x.items); }
template struct codec<repository_credentials_list>;

} // namespace argocdpp::proto
