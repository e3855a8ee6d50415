#include <argocdpp/error.hpp>
#include <argocdpp/settings.hpp>

#include <arpa/inet.h>

#include <charconv>

namespace argocdpp {

namespace {

[[noreturn]] void refuse(std::string_view text, const char* why) {
    throw error(error_kind::local, "invalid server address \"" + std::string(text) + "\": " + why);
}

bool is_ipv6(std::string_view host) {
    const std::string plain(host.substr(0, host.find('%')));
    in6_addr address;
    return inet_pton(AF_INET6, plain.c_str(), &address) == 1;
}

std::uint16_t parse_port(std::string_view digits, std::string_view text) {
    std::uint16_t port = 0;
    const char* end = digits.data() + digits.size();
    const auto [stopped, failed] = std::from_chars(digits.data(), end, port);
    if (failed != std::errc() || stopped != end || port == 0)
        refuse(text, "invalid port");
    return port;
}

bool begins_with_scheme(std::string_view text, std::string_view scheme) {
    if (text.size() < scheme.size())
        return false;
    for (std::size_t i = 0; i < scheme.size(); ++i) {
        const bool upper = text[i] >= 'A' && text[i] <= 'Z';
        if ((upper ? static_cast<char>(text[i] + ('a' - 'A')) : text[i]) != scheme[i])
            return false;
    }
    return true;
}

std::string_view take_scheme(std::string_view text, std::uint16_t& port,
                             std::optional<bool>& plain_text) {
    if (begins_with_scheme(text, "https://")) {
        plain_text = false;
        return text.substr(8);
    }
    if (begins_with_scheme(text, "http://")) {
        plain_text = true;
        port = 80;
        return text.substr(7);
    }
    if (text.find("://") != std::string_view::npos)
        refuse(text, "the scheme must be https or http");
    return text;
}

void split_authority(std::string_view authority, std::string_view text, server_address& address) {
    if (!authority.empty() && authority.front() == '[') {
        const std::size_t close = authority.find(']');
        if (close == std::string_view::npos || !is_ipv6(authority.substr(1, close - 1)))
            refuse(text, "not an IPv6 address in brackets");
        address.host = authority.substr(1, close - 1);
        const std::string_view after = authority.substr(close + 1);
        if (!after.empty() && after.front() != ':')
            refuse(text, "only a port may follow the brackets");
        if (!after.empty())
            address.port = parse_port(after.substr(1), text);
        return;
    }
    if (is_ipv6(authority)) {
        address.host = authority;
        return;
    }
    const std::size_t colon = authority.find(':');
    address.host = authority.substr(0, colon);
    if (colon == std::string_view::npos)
        return;
    if (authority.find(':', colon + 1) != std::string_view::npos)
        refuse(text, "too many colons in address");
    address.port = parse_port(authority.substr(colon + 1), text);
}

void check_characters(std::string_view part, std::string_view forbidden, std::string_view text) {
    for (char c : part)
        if (static_cast<unsigned char>(c) <= ' ' || c == '\x7f' ||
            forbidden.find(c) != std::string_view::npos)
            refuse(text, "unexpected character");
}

} // namespace

std::string server_address::authority() const {
    const bool bracketed = host.find(':') != std::string::npos;
    return (bracketed ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

server_address parse_server(std::string_view text, std::optional<bool>& plain_text) {
    server_address address;
    const std::string_view rest = take_scheme(text, address.port, plain_text);
    const std::size_t slash = rest.find('/');
    const std::string_view authority = rest.substr(0, slash);
    std::string_view path = slash == std::string_view::npos ? "" : rest.substr(slash);
    while (!path.empty() && path.back() == '/')
        path.remove_suffix(1);

    check_characters(authority, "@?#\\\"<>", text);
    check_characters(path, "?#\\\"<>", text);
    split_authority(authority, text, address);
    if (address.host.empty())
        refuse(text, "no host");
    address.root_path = path;
    return address;
}

client_settings settings_for(std::string_view server, std::string token) {
    client_settings made;
    std::optional<bool> plain_text;
    made.server = parse_server(server, plain_text);
    made.plain_text = plain_text.value_or(false);
    made.token = std::move(token);
    return made;
}

} // namespace argocdpp
