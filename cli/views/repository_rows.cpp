#include "repository_rows.hpp"

#include "table.hpp"

namespace argocdpp::cli {
namespace {

std::string_view word(bool value) { return value ? "true" : "false"; }

/// By what a server shows: of most credentials nothing.
bool has_credentials(const proto::repository_access& access) {
    return !access.username.empty() || !access.password.empty() || !access.bearer_token.empty() ||
           !access.ssh_private_key.empty() || !access.tls_client_cert_data.empty() ||
           !access.github_app_private_key.empty() || access.use_azure_workload_identity ||
           !access.azure_service_principal_client_secret.empty();
}

} // namespace

std::string repository_table(const std::vector<proto::repository>& found) {
    std::string rows;
    add_row(rows, {"TYPE", "NAME", "REPO", "INSECURE", "OCI", "LFS", "CREDS", "STATUS", "MESSAGE",
                   "PROJECT"});
    for (const auto& one : found) {
        const bool is_insecure =
            one.insecure || one.insecure_ignore_host_key || one.insecure_oci_force_http;
        const auto connection = one.connection.value_or(proto::connection_state());
        add_row(rows, {one.type, one.name, one.repo, word(is_insecure), word(one.enable_oci),
                       word(one.enable_lfs),
                       one.inherited_creds ? "inherited" : word(has_credentials(one)),
                       connection.status, connection.message, one.project});
    }
    return align(rows, 0, 2);
}

std::string credentials_table(const std::vector<proto::repository_credentials>& found) {
    std::string rows;
    add_row(rows, {"URL PATTERN", "USERNAME", "SSH_CREDS", "TLS_CREDS"});
    for (const auto& one : found)
        add_row(rows,
                {one.url, one.username.empty() ? "-" : std::string_view(one.username),
                 word(!one.ssh_private_key.empty()), word(!one.tls_client_cert_data.empty())});
    return align(rows, 0, 2);
}

} // namespace argocdpp::cli
