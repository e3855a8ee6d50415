#pragma once
// Clusters that applications may be deployed to, as the server shows them: without secrets.

#include <argocdpp/proto/connection_state.hpp>
#include <argocdpp/proto/metadata.hpp>

#include <optional>
#include <string>
#include <vector>

namespace argocdpp::proto {

struct cluster_info {
    connection_state connection;
    std::string server_version;
    any rest;
};

struct cluster_tls {
    bool insecure = false;
    std::string certificate; ///< the client's, base64
    any rest;
};

struct cluster_config {
    std::string username;
    std::string bearer_token;
    std::string proxy_url;
    cluster_tls tls;
    any aws;
    bool disable_compression = false;
    any rest;
};

struct cluster {
    std::string server; ///< an URL
    std::string name;
    std::string project;
    std::vector<std::string> namespaces; ///< all where empty
    string_map labels;
    string_map annotations;
    cluster_config config;
    cluster_info info;
    any rest;
};

struct cluster_list {
    std::vector<cluster> items;
    any rest;
};

} // namespace argocdpp::proto
