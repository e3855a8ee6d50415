#include "cluster_rows.hpp"

#include "table.hpp"

namespace argocdpp::cli {
namespace {

std::string namespaces_of(const proto::cluster& cluster) {
    if (cluster.namespaces.empty())
        return "all namespaces";
    std::string text;
    for (const auto& each : cluster.namespaces)
        text += (&each == &cluster.namespaces.front() ? "" : ", ") + each;
    return text;
}

std::string word(bool value) { return value ? "true\n" : "false\n"; }

} // namespace

std::string cluster_table(const std::vector<proto::cluster>& clusters) {
    std::string rows;
    add_row(rows, {"SERVER", "NAME", "VERSION", "STATUS", "MESSAGE", "PROJECT"});
    for (const auto& each : clusters) {
        auto server = each.server;
        if (!each.namespaces.empty())
            server += " (" + std::to_string(each.namespaces.size()) + " namespaces)";
        add_row(rows, {server, each.name, each.info.server_version, each.info.connection.status,
                       each.info.connection.message, each.project});
    }
    return align(rows, 0, 2);
}

std::string cluster_details(const proto::cluster& cluster) {
    const auto& config = cluster.config;
    return "Cluster information\n\n"
           "  Server URL:            " +
           cluster.server +
           "\n  Server Name:           " + (cluster.name.empty() ? "-" : cluster.name) +
           "\n  Server Version:        " + cluster.info.server_version +
           "\n  Namespaces:        \t " + namespaces_of(cluster) +
           "\n\nTLS configuration\n\n"
           "  Client cert:           " +
           word(!config.tls.certificate.empty()) +
           "  Cert validation:       " + word(!config.tls.insecure) +
           "\nAuthentication\n\n"
           "  Basic authentication:  " +
           word(!config.username.empty()) +
           "  oAuth authentication:  " + word(!config.bearer_token.empty()) +
           "  AWS authentication:    " + word(!config.aws.is_null()) +
           "\nDisable compression: " + word(config.disable_compression) +
           "\nUse proxy: " + word(!config.proxy_url.empty()) + "\n";
}

} // namespace argocdpp::cli
