#include "grpc_web.hpp"
#include "repository_secrets.hpp"
#include "rest.hpp"

#include <argocdpp/repositories.hpp>

#include <repository_calls.pb.h>

namespace argocdpp {
namespace {

constexpr std::string_view base = "/api/v1/repositories";

std::string named(const std::string& url) { return "repository '" + url + "'"; }

api_path path_of(std::string_view url, std::string_view project) {
    api_path path(base);
    path.segment(url);
    path.query("appProject", project);
    return path;
}

void set_secrets(grpc::repository_access_query& query, const proto::repository_access& from) {
    query.set_username(from.username);
    query.set_password(from.password);
    query.set_bearer_token(from.bearer_token);
    query.set_ssh_private_key(from.ssh_private_key);
    query.set_tls_client_cert_data(from.tls_client_cert_data);
    query.set_tls_client_cert_key(from.tls_client_cert_key);
    query.set_github_app_private_key(from.github_app_private_key);
    query.set_github_app_id(from.github_app_id);
    query.set_github_app_installation_id(from.github_app_installation_id);
    query.set_github_app_enterprise_base_url(from.github_app_enterprise_base_url);
    query.set_gcp_service_account_key(from.gcp_service_account_key);
    query.set_azure_service_principal_client_id(from.azure_service_principal_client_id);
    query.set_azure_service_principal_client_secret(from.azure_service_principal_client_secret);
    query.set_azure_service_principal_tenant_id(from.azure_service_principal_tenant_id);
    query.set_azure_active_directory_endpoint(from.azure_active_directory_endpoint);
    query.set_use_azure_workload_identity(from.use_azure_workload_identity);
}

/// There is no field for --no-proxy, --enable-lfs and --depth: they count when it is added.
std::string query_of(const proto::repository& wanted) {
    grpc::repository_access_query query;
    query.set_repo(wanted.repo);
    query.set_type(wanted.type);
    query.set_name(wanted.name);
    query.set_project(wanted.project);
    set_secrets(query, wanted);
    query.set_insecure(wanted.insecure || wanted.insecure_ignore_host_key ||
                       wanted.insecure_oci_force_http);
    query.set_enable_oci(wanted.enable_oci);
    query.set_insecure_oci_force_http(wanted.insecure_oci_force_http);
    query.set_force_http_basic_auth(wanted.force_http_basic_auth);
    query.set_proxy(wanted.proxy);
    return query.SerializeAsString();
}

} // namespace

task<std::vector<proto::repository>> repositories::list(bool refresh) {
    api_path path(base);
    path.query("forceRefresh", refresh ? "true" : "");
    auto found = co_await rest_->get_as<proto::repository_list>(std::move(path));
    co_return std::move(found.items);
}

task<proto::repository> repositories::get(std::string url, std::string project, bool refresh) {
    auto path = path_of(url, project);
    path.query("forceRefresh", refresh ? "true" : "");
    return rest_->get_as<proto::repository>(std::move(path));
}

task<void> repositories::check_access(proto::repository wanted) {
    grpc_web::single_message query(query_of(wanted));
    try {
        co_await rest_->call("repository.RepositoryService/ValidateAccess", query);
    } catch (const error& failure) {
        throw without_secrets(failure, wanted);
    }
}

task<std::string> repositories::add(proto::repository wanted, bool upsert) {
    api_path path(base);
    path.query("upsert", upsert ? "true" : "");
    try {
        auto answer = co_await rest_->change_once("POST", std::move(path),
                                                  proto::write(proto::encode(wanted)), "addition",
                                                  named(wanted.repo));
        co_return decoded<proto::repository>(std::move(answer), "POST /api/v1/repositories").repo;
    } catch (const error& failure) {
        throw without_secrets(failure, wanted);
    }
}

task<void> repositories::remove(std::string url, std::string project) {
    auto path = path_of(url, project);
    co_await rest_->change_once("DELETE", std::move(path), "", "removal", named(url));
}

} // namespace argocdpp
