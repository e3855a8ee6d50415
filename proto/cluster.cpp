#include "field_table.hpp"

#include <argocdpp/proto/cluster.hpp>

namespace argocdpp::proto {

extern template struct codec<connection_state>;

void fields(either<cluster_info> auto& x, auto& visit) {
    visit("connectionState", x.connection);
    visit("serverVersion", x.server_version);
}
template struct codec<cluster_info>;

void fields(either<cluster_tls> auto& x, auto& visit) {
    visit("insecure", x.insecure);
    visit("certData", x.certificate);
}
template struct codec<cluster_tls>;

void fields(either<cluster_config> auto& x, auto& visit) {
    visit("username", x.username);
    visit("bearerToken", x.bearer_token);
    visit("proxyUrl", x.proxy_url);
    visit("tlsClientConfig", x.tls);
    visit("awsAuthConfig", x.aws);
    visit("disableCompression", x.disable_compression);
}
template struct codec<cluster_config>;

void fields(either<cluster> auto& x, auto& visit) {
    visit("server", x.server);
    visit("name", x.name);
    visit("project", x.project);
    visit("namespaces", x.namespaces);
    visit("labels", x.labels);
    visit("annotations", x.annotations);
    visit("config", x.config);
    visit("info", x.info);
}
template struct codec<cluster>;

void fields(either<cluster_list> auto& x, auto& visit) { visit("items", x.items); }
template struct codec<cluster_list>;

} // namespace argocdpp::proto
