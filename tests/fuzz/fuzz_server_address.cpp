// Addresses of servers and proxies, and the paths asked for: what is read can be written and read
// again; no error quotes a password. The lines of the input are a server, a proxy, NO_PROXY, and
// where an answer redirects to.

#include "api_path.hpp"
#include "http/proxy.hpp"
#include "redirect.hpp"
#include "target.hpp"

#include <argocdpp/error.hpp>
#include <argocdpp/settings.hpp>

#include <algorithm>
#include <optional>

namespace argocdpp::fuzz {

namespace {

std::optional<argocdpp::server_address> parsed(std::string_view text) {
    std::optional<bool> plain_text;
    try {
        return parse_server(text, plain_text);
    } catch (const error& refused) {
        expect(refused.kind == error_kind::local, "a bad address is this machine's fault");
        return std::nullopt;
    }
}

void check_proxy(const std::string& text) {
    try {
        const http::proxy_address proxy = http::parse_proxy(text);
        const http::proxy_address again = http::parse_proxy(proxy.text());
        const bool is_name = proxy.host.find_first_of("[] \t,") == std::string::npos;
        expect(!is_name || (again.host == proxy.host && again.port == proxy.port),
               "a proxy reads as it is shown");
        if (proxy.password.size() > 10 && proxy.host.find(proxy.password) == std::string::npos)
            expect(proxy.text().find(proxy.password) == std::string::npos, "no password is shown");
        proxy.authorization();
    } catch (const error& refused) {
        expect(refused.kind == error_kind::local, "a bad proxy is this machine's fault");
        expect_no_secret(refused.what());
    }
}

void check_redirect(std::string_view location, const client_settings& settings) {
    try {
        const std::string target = redirect_target(location, "/a/b?c", settings, "GET /a/b");
        expect(target.starts_with('/'), "a target begins with a slash");
        expect(target.find_first_of(" \r\n") == std::string::npos, "a target is one word");
    } catch (const error& refused) {
        expect(refused.kind == error_kind::protocol, "leads elsewhere");
    }
}

void check_path(std::string_view name) {
    argocdpp::api_path path("/api/v1/applications");
    path.segment(name).literal("sync").query("appNamespace", name);
    const std::string& text = path.text();
    const auto is_plain = [](char c) { return c > ' ' && c <= '~' && c != '#'; };
    for (const char c : text)
        expect(is_plain(c), "a path needs no further encoding");
    const std::string without_query = text.substr(0, text.find('?'));
    expect(std::ranges::count(without_query, '/') == 5, "a name is one segment");
}

} // namespace

void server_address(std::string_view text) {
    const std::string server(take_until(text, "\n"));
    const std::string proxy(take_until(text, "\n"));
    const std::string no_proxy(take_until(text, "\n"));
    check_path(text);
    check_proxy(proxy);
    const std::optional<argocdpp::server_address> address = parsed(server);
    if (!address)
        return;
    expect(!address->host.empty(), "a server has a host");
    const std::optional<argocdpp::server_address> again =
        parsed("https://" + address->authority() + address->root_path);
    expect(again && again->host == address->host && again->port == address->port &&
               again->root_path == address->root_path,
           "an address reads as it is written");
    http::is_exempt(no_proxy, address->host, address->port);
    client_settings settings;
    settings.server = *address;
    check_redirect(text, settings);
}

} // namespace argocdpp::fuzz
