#pragma once
// Which server, reached how, as whom. Plain data: nothing here reads a file or the environment.

#include <argocdpp/transport.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace argocdpp {

/// The proxy variables of the environment, as found there (HTTP_PROXY, https_proxy, …).
struct proxy_settings {
    std::string http;
    std::string https;
    std::string all;
    std::string no_proxy; ///< comma-separated hosts, .suffixes, CIDR blocks, host:port, or *
};

/// Whom to trust and as whom to appear in TLS. Certificates and keys are PEM texts.
struct tls_settings {
    bool insecure = false;          ///< accept any certificate
    std::string extra_authorities;  ///< trusted besides the system's
    std::string client_certificate; ///< with its chain
    std::string client_key;
    std::string authorities_file;      ///< SSL_CERT_FILE: replaces the system's bundle
    std::string authorities_directory; ///< SSL_CERT_DIR: replaces the system's directories
};

struct server_address {
    std::string host;
    std::uint16_t port = 443;
    std::string root_path; ///< "" or "/argo": before every /api

    /// "host:port", with brackets around an IPv6 host.
    std::string authority() const;
};

/// Reads "host", "host:port", "[v6]:port", "https://host/argo", "http://host:8080". The scheme sets
/// plain_text where it is given. Throws `error` (local) that names the text.
server_address parse_server(std::string_view text, std::optional<bool>& plain_text);

struct client_settings {
    server_address server;
    bool plain_text = false;
    tls_settings tls;
    proxy_settings proxy;
    header_list headers; ///< sent with every request
    std::string token;   ///< JWT; empty means none
    std::string user_agent = "argocdpp";
    duration connect_limit = std::chrono::seconds(10);
    duration idle_limit = std::chrono::seconds(60);
};

/// Settings for a server named as people name it, see parse_server; "http://" asks for plain text.
client_settings settings_for(std::string_view server, std::string token);

/// Makes the transport to a server.
using transport_maker =
    std::function<std::unique_ptr<transport>(const client_settings&, clock& clock)>;

/// The real network.
std::unique_ptr<transport> make_network_transport(const client_settings& settings, clock& clock);

} // namespace argocdpp
