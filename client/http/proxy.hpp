#pragma once
// Which proxy leads to a server, if any: a pure decision, as Go's golang.org/x/net/http/httpproxy
// takes it, with ALL_PROXY for what has no variable of its own.
//
//   HTTPS_PROXY or ALL_PROXY for TLS, HTTP_PROXY or ALL_PROXY for plain text
//   http:// https://       TLS targets by CONNECT; plain text as whole URLs in ordinary requests,
//   since
//                          many proxies refuse to CONNECT to anything but port 443
//   socks5:// socks5h://   the name resolved here (or there, where nobody here knows it) / always
//   there
//
// localhost and loopback addresses never go through a proxy.

#include <argocdpp/settings.hpp>

#include <optional>
#include <string>

namespace argocdpp::http {

struct proxy_address {
    enum scheme_type { http, https, socks5, socks5h };

    scheme_type scheme = http;
    std::string host;
    std::uint16_t port = 80;
    std::string user; ///< percent-decoded, as is the password; neither is ever in a message
    std::string password;
    bool has_user = false;

    /// "http://proxy:3128", without user and password.
    std::string text() const;
    /// The value of Proxy-Authorization; empty where there is no user.
    std::string authorization() const;
};

/// Reads "http://user:pass@host:port", "host:port" (http) and so on.
/// Throws `error` (local) that does not repeat the user's part.
proxy_address parse_proxy(std::string_view url);

/// Whether NO_PROXY, or being local, exempts the target.
bool is_exempt(std::string_view no_proxy, std::string_view host, std::uint16_t port);

/// The proxy for a target; nothing where it is reached directly.
std::optional<proxy_address> choose_proxy(const proxy_settings& settings, bool plain_text,
                                          const server_address& target);

} // namespace argocdpp::http
