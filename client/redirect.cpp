#include "redirect.hpp"

#include "rest.hpp"

#include <algorithm>
#include <cctype>

namespace argocdpp {

namespace {

bool same_host(std::string_view a, std::string_view b) {
    const auto same = [](char x, char y) {
        return std::tolower(static_cast<unsigned char>(x)) ==
               std::tolower(static_cast<unsigned char>(y));
    };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), same);
}

bool is_own(const std::string& origin, const client_settings& settings) {
    try {
        std::optional<bool> plain_text;
        const server_address address = parse_server(origin, plain_text);
        return plain_text == settings.plain_text && address.port == settings.server.port &&
               same_host(address.host, settings.server.host);
    } catch (const error&) {
        return false;
    }
}

/// Blanks and whatever else can't stand in a request are sent in their encoded form, as browsers
/// do.
std::string encoded(std::string_view location) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string text;
    for (const char c : location) {
        const auto byte = static_cast<unsigned char>(c);
        if (c > ' ' && c <= '~')
            text += c;
        else
            text.append({'%', hex[byte >> 4], hex[byte & 15]});
    }
    return text;
}

} // namespace

std::string redirect_target(std::string_view location, std::string_view current,
                            const client_settings& settings, std::string_view request) {
    std::string text = encoded(location.substr(0, location.find('#')));
    if (text.empty())
        throw protocol_error(request, "the server redirects without saying where");
    if (text.starts_with("//"))
        text.insert(0, settings.plain_text ? "http:" : "https:");
    if (text.starts_with("/"))
        return text;
    const std::size_t scheme = text.find("://");
    if (scheme == std::string::npos || scheme > text.find_first_of("/?")) {
        const std::string_view path = current.substr(0, current.find('?'));
        return std::string(path.substr(0, path.rfind('/') + 1)) + text;
    }
    const std::size_t slash = text.find_first_of("/?", scheme + 3);
    const std::string origin = text.substr(0, slash);
    if (!is_own(origin, settings))
        throw protocol_error(request,
                             "the server redirects to " + origin + " instead of sending the file");
    if (slash == std::string::npos)
        return "/";
    return text[slash] == '/' ? text.substr(slash) : "/" + text.substr(slash);
}

} // namespace argocdpp
