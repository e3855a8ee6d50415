#include "repository_flags.hpp"

#include "failure.hpp"
#include "questions.hpp"
#include "text_file.hpp"

namespace argocdpp::cli {
namespace {

bool is_https(std::string_view url) { return url.starts_with("https://"); }

/// "git@host:path" and "ssh://git@host/path".
bool is_ssh(std::string_view url) {
    if (url.starts_with("ssh://"))
        url.remove_prefix(6);
    const auto at = url.rfind('@');
    return at != url.npos && at + 1 < url.size() &&
           url.substr(0, at).find_first_of("/:") == url.npos;
}

void refuse(const std::string& message) { throw failure(exit_code::error, message); }

void read_https_key(std::string& into, const std::string& path, std::string_view flag,
                    const std::string& url) {
    if (path.empty())
        return;
    if (!is_https(url))
        refuse("--" + std::string(flag) + " is only supported for HTTPS repositories");
    into = read_text_file(path, exit_code::error);
}

void describe_apps(flag_set& flags, access_options& given) {
    auto& access = given.access;
    flags.add(access.github_app_id, "github-app-id", 0, "number of the GitHub App");
    flags.add(access.github_app_installation_id, "github-app-installation-id", 0,
              "number of its installation; found out by the server");
    flags.add(given.github_app_private_key_path, "github-app-private-key-path", 0,
              "file with the private key of the GitHub App");
    flags.add(access.github_app_enterprise_base_url, "github-app-enterprise-base-url", 0,
              "URL of the API of a GitHub Enterprise");
    flags.add(given.gcp_service_account_key_path, "gcp-service-account-key-path", 0,
              "file with the key of a Google Cloud service account");
    flags.add(access.use_azure_workload_identity, "use-azure-workload-identity", 0,
              "log in by the server's Azure workload identity");
    flags.add(access.azure_service_principal_client_id, "azure-service-principal-client-id", 0,
              "client ID of an Azure service principal");
    flags.add(access.azure_service_principal_client_secret, "azure-service-principal-client-secret",
              0, "its client secret");
    flags.add(access.azure_service_principal_tenant_id, "azure-service-principal-tenant-id", 0,
              "its tenant ID");
    flags.add(access.azure_active_directory_endpoint, "azure-active-directory-endpoint", 0,
              "URL of the Active Directory where it is not Azure's public one");
}

} // namespace

void describe_access(flag_set& flags, access_options& given) {
    auto& access = given.access;
    flags.add(access.type, "type", 0, "git, helm or oci").one_of("git helm oci");
    flags.add(access.username, "username", 0, "name to log in with");
    flags.add(access.password, "password", 0,
              "password of that name; asked for where it is missing");
    flags
        .add(given.password_stdin, "password-stdin", 0,
             "take the first line of standard input as the password")
        .not_in_argocd();
    flags.add(access.bearer_token, "bearer-token", 0, "token of a Bitbucket Data Center");
    flags.add(given.ssh_private_key_path, "ssh-private-key-path", 0,
              "file with the private SSH key");
    flags.add(given.tls_client_cert_path, "tls-client-cert-path", 0,
              "file with a TLS client certificate (PEM)");
    flags.add(given.tls_client_cert_key_path, "tls-client-cert-key-path", 0,
              "file with the key of that certificate (PEM)");
    describe_apps(flags, given);
    flags.add(access.force_http_basic_auth, "force-http-basic-auth", 0,
              "log in over HTTP by basic authentication in any case");
    flags.add(access.enable_oci, "enable-oci", 0, "a Helm repository in an OCI registry");
    flags.add(access.insecure_oci_force_http, "insecure-oci-force-http", 0,
              "read an OCI registry over plain HTTP");
}

void read_key_files(access_options& given, const std::string& url) {
    auto& access = given.access;
    if (!given.ssh_private_key_path.empty()) {
        if (!is_ssh(url))
            refuse("--ssh-private-key-path is only supported for SSH repositories.");
        // The one file whose absence exits with 1, as there.
        access.ssh_private_key = read_text_file(given.ssh_private_key_path);
    }
    if (given.tls_client_cert_path.empty() != given.tls_client_cert_key_path.empty())
        refuse("--tls-client-cert-path and --tls-client-cert-key-path must be specified together");
    read_https_key(access.tls_client_cert_data, given.tls_client_cert_path, "tls-client-cert-path",
                   url);
    read_https_key(access.tls_client_cert_key, given.tls_client_cert_key_path,
                   "tls-client-cert-key-path", url);
    read_https_key(access.github_app_private_key, given.github_app_private_key_path,
                   "github-app-private-key-path", url);
    read_https_key(access.gcp_service_account_key, given.gcp_service_account_key_path,
                   "gcp-service-account-key-path", url);
}

void check_oci(const proto::repository_access& access) {
    const bool is_oci = access.type == "oci" || (access.type == "helm" && access.enable_oci);
    if (access.insecure_oci_force_http && !is_oci)
        refuse("--insecure-oci-force-http requires --type oci or --enable-oci");
}

void read_password(invocation& call, access_options& given) {
    auto& password = given.access.password;
    if (given.password_stdin)
        take_secret_line(call.streams(), "password", password);
    else if (!given.access.username.empty() && password.empty())
        password = ask_secret(call.streams(), "Password", "--password or --password-stdin");
}

void check_bearer_token(const proto::repository_access& access, const std::string& url) {
    if (access.bearer_token.empty())
        return;
    if (!access.password.empty())
        refuse("only --bearer-token or --password is allowed, not both");
    if (access.type != "git")
        refuse("--bearer-token is only supported for Git repositories");
    if (!is_https(url))
        refuse("--bearer-token is only supported for HTTPS repositories");
}

} // namespace argocdpp::cli
