#include "field_table.hpp"

#include <argocdpp/proto/server.hpp>

namespace argocdpp::proto {

void fields(either<version_info> auto& x, auto& visit) {
    visit("Version", x.version);
    visit("BuildDate", x.build_date);
    visit("GitCommit", x.git_commit);
    visit("GitTag", x.git_tag);
    visit("GitTreeState", x.git_tree_state);
    visit("GoVersion", x.go_version);
    visit("Compiler", x.compiler);
    visit("Platform", x.platform);
    visit("KustomizeVersion", x.kustomize_version);
    visit("HelmVersion", x.helm_version);
    visit("KubectlVersion", x.kubectl_version);
    visit("JsonnetVersion", x.jsonnet_version);
    visit("ExtraBuildInfo", x.extra_build_info);
}
template struct codec<version_info>;

void fields(either<oidc_settings> auto& x, auto& visit) {
    visit("issuer", x.issuer);
    visit("clientID", x.client_id);
    visit("cliClientID", x.cli_client_id);
    visit("scopes", x.scopes);
    visit("idTokenClaims", x.id_token_claims);
}
template struct codec<oidc_settings>;

void fields(either<dex_settings> auto& x, auto& visit) { visit("connectors", x.connectors); }
template struct codec<dex_settings>;

void fields(either<server_settings> auto& x, auto& visit) {
    visit("url", x.url);
    visit("oidcConfig", x.oidc_config);
    visit("dexConfig", x.dex_config);
}
template struct codec<server_settings>;

void fields(either<session_request> auto& x, auto& visit) {
    visit("username", x.username);
    visit("password", x.password);
}
template struct codec<session_request>;

void fields(either<user_info> auto& x, auto& visit) {
    visit("loggedIn", x.logged_in);
    visit("username", x.username);
    visit("iss", x.iss);
    visit("groups", x.groups);
}
template struct codec<user_info>;

} // namespace argocdpp::proto
