#include "proxy.hpp"

#include "letters.hpp"

#include <argocdpp/error.hpp>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <cctype>
#include <charconv>

namespace argocdpp::http {

namespace {

namespace ip = boost::asio::ip;

int hex_value(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string percent_decoded(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_escape = text[i] == '%' && i + 2 < text.size() &&
                               hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0;
        if (!is_escape) {
            result += text[i];
            continue;
        }
        result += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
        i += 2;
    }
    return result;
}

std::string base64(std::string_view text) {
    static constexpr char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string result;
    for (std::size_t i = 0; i < text.size(); i += 3) {
        unsigned value = 0;
        for (std::size_t j = i; j < i + 3; ++j)
            value = value << 8 | (j < text.size() ? static_cast<unsigned char>(text[j]) : 0U);
        for (std::size_t j = 0; j < 4; ++j)
            result += j <= text.size() - i ? digits[value >> (18 - 6 * j) & 63] : '=';
    }
    return result;
}

struct host_and_port {
    std::string host;
    std::string port; ///< empty where none is given
};

/// "host", "host:port", "[v6]", "[v6]:port", and a bare v6.
host_and_port split(std::string_view text) {
    if (!text.empty() && text.front() == '[') {
        const std::size_t close = std::min(text.find(']'), text.size() - 1);
        const std::string_view after = text.substr(close + 1);
        return {std::string(text.substr(1, close - 1)),
                std::string(after.empty() ? after : after.substr(1))};
    }
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || text.find(':', colon + 1) != std::string_view::npos)
        return {std::string(text), ""};
    return {std::string(text.substr(0, colon)), std::string(text.substr(colon + 1))};
}

[[noreturn]] void refuse(const char* why) {
    throw error(error_kind::local, std::string("invalid proxy address: ") + why);
}

proxy_address::scheme_type take_scheme(std::string_view& url, std::uint16_t& port) {
    struct known {
        std::string_view prefix;
        proxy_address::scheme_type scheme;
        std::uint16_t port;
    };
    static constexpr known schemes[] = {
        {"http://", proxy_address::http, 80},
        {"https://", proxy_address::https, 443},
        {"socks5://", proxy_address::socks5, 1080},
        {"socks5h://", proxy_address::socks5h, 1080},
    };
    const std::string lowered = lower(url);
    for (const known& each : schemes) {
        if (lowered.compare(0, each.prefix.size(), each.prefix) != 0)
            continue;
        url.remove_prefix(each.prefix.size());
        port = each.port;
        return each.scheme;
    }
    if (url.find("://") != std::string_view::npos)
        refuse("the scheme must be http, https, socks5 or socks5h");
    return proxy_address::http;
}

bool is_in_block(const std::string& block, const ip::address& address) {
    boost::system::error_code failure;
    if (address.is_v4()) {
        const ip::network_v4 network = ip::make_network_v4(block, failure).canonical();
        const ip::network_v4 host(address.to_v4(), network.prefix_length());
        return !failure && host.canonical() == network;
    }
    const ip::network_v6 network = ip::make_network_v6(block, failure).canonical();
    const ip::network_v6 host(address.to_v6(), network.prefix_length());
    return !failure && host.canonical() == network;
}

bool matches_name(std::string pattern, const std::string& host) {
    if (pattern.compare(0, 2, "*.") == 0)
        pattern.erase(0, 1);
    const bool with_apex = pattern.front() != '.';
    if (with_apex)
        pattern.insert(0, 1, '.');
    if (with_apex && host == pattern.substr(1))
        return true;
    return host.size() >= pattern.size() &&
           host.compare(host.size() - pattern.size(), pattern.size(), pattern) == 0;
}

/// One entry of NO_PROXY, already in lower case.
bool matches(const std::string& entry, const std::string& host, const std::string& port) {
    if (entry == "*")
        return true;
    boost::system::error_code not_an_address;
    const ip::address address = ip::make_address(host, not_an_address);
    if (entry.find('/') != std::string::npos)
        return !not_an_address && is_in_block(entry, address);
    const host_and_port pattern = split(entry);
    if (pattern.host.empty() || (!pattern.port.empty() && pattern.port != port))
        return false;
    boost::system::error_code not_an_address_either;
    const ip::address wanted = ip::make_address(pattern.host, not_an_address_either);
    if (!not_an_address_either)
        return !not_an_address && wanted == address;
    return matches_name(pattern.host, host);
}

} // namespace

std::string proxy_address::text() const {
    static constexpr const char* names[] = {"http://", "https://", "socks5://", "socks5h://"};
    const server_address address = {host, port, ""};
    return names[scheme] + address.authority();
}

std::string proxy_address::authorization() const {
    return has_user ? "Basic " + base64(user + ":" + password) : "";
}

proxy_address parse_proxy(std::string_view url) {
    proxy_address proxy;
    url = trimmed(url);
    proxy.scheme = take_scheme(url, proxy.port);
    url = url.substr(0, url.find_first_of("/?#"));
    const std::size_t at = url.rfind('@');
    if (at != std::string_view::npos) {
        const std::string_view login = url.substr(0, at);
        const std::size_t colon = std::min(login.find(':'), login.size());
        proxy.has_user = true;
        proxy.user = percent_decoded(login.substr(0, colon));
        proxy.password = percent_decoded(login.substr(std::min(colon + 1, login.size())));
        url.remove_prefix(at + 1);
    }
    const host_and_port address = split(url);
    proxy.host = address.host;
    if (proxy.host.empty())
        refuse("no host");
    if (address.port.empty())
        return proxy;
    const char* end = address.port.data() + address.port.size();
    const auto [stopped, failure] = std::from_chars(address.port.data(), end, proxy.port);
    if (failure != std::errc() || stopped != end || proxy.port == 0)
        refuse("invalid port");
    return proxy;
}

bool is_exempt(std::string_view no_proxy, std::string_view host, std::uint16_t port) {
    const std::string name = lower(trimmed(host));
    boost::system::error_code not_an_address;
    const ip::address address = ip::make_address(name, not_an_address);
    if (name == "localhost" || (!not_an_address && address.is_loopback()))
        return true;
    while (!no_proxy.empty()) {
        const std::size_t comma = std::min(no_proxy.find(','), no_proxy.size());
        const std::string entry = lower(trimmed(no_proxy.substr(0, comma)));
        if (!entry.empty() && matches(entry, name, std::to_string(port)))
            return true;
        no_proxy.remove_prefix(std::min(comma + 1, no_proxy.size()));
    }
    return false;
}

std::optional<proxy_address> choose_proxy(const proxy_settings& settings, bool plain_text,
                                          const server_address& target) {
    const std::string& own = plain_text ? settings.http : settings.https;
    const std::string& url = own.empty() ? settings.all : own;
    if (url.empty() || is_exempt(settings.no_proxy, target.host, target.port))
        return std::nullopt;
    return parse_proxy(url);
}

} // namespace argocdpp::http
