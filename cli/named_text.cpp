#include "named_text.hpp"

#include "build_info.hpp"
#include "settings_resolution.hpp"
#include "text_file.hpp"

#include <argocdpp/downloads.hpp>
#include <argocdpp/error.hpp>

#include <algorithm>
#include <cctype>

namespace argocdpp::cli {
namespace {

constexpr int most_redirects = 10;

bool has_scheme(std::string_view name, std::string_view scheme) {
    const auto same = [](char given, char wanted) {
        return std::tolower(static_cast<unsigned char>(given)) == wanted;
    };
    return name.size() > scheme.size() &&
           std::equal(scheme.begin(), scheme.end(), name.begin(), same);
}

bool is_url(std::string_view name) {
    return has_scheme(name, "http://") || has_scheme(name, "https://");
}

struct web_address {
    std::string origin; ///< "https://host:port"
    std::string target; ///< "/path?query"
};

web_address split(std::string_view url) {
    url = url.substr(0, url.find('#'));
    const auto slash = url.find_first_of("/?", url.find("://") + 3);
    web_address made{.origin = std::string(url.substr(0, slash)), .target = "/"};
    std::transform(made.origin.begin(), made.origin.begin() + 5, made.origin.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (slash != std::string_view::npos)
        made.target = (url[slash] == '?' ? "/" : "") + std::string(url.substr(slash));
    return made;
}

std::string without_query(std::string_view url) {
    return std::string(url.substr(0, url.find('?')));
}

/// Where a redirect leads, seen from a page.
std::string next_url(const web_address& page, const std::string& location) {
    if (is_url(location))
        return location;
    if (location.starts_with("//"))
        return page.origin.substr(0, page.origin.find("//")) + location;
    if (location.starts_with('/'))
        return page.origin + location;
    const auto path = page.target.substr(0, page.target.find('?'));
    return page.origin + path.substr(0, path.rfind('/') + 1) + location;
}

task<web_page> fetch_page(invocation& call, const web_address& address) {
    auto settings = argocdpp::settings_for(address.origin, "");
    settings.proxy = proxies_of(call.variables());
    settings.tls.authorities_file = call.variable("SSL_CERT_FILE");
    settings.tls.authorities_directory = call.variable("SSL_CERT_DIR");
    settings.user_agent = "argocdpp/" + std::string(this_build().version);
    const auto client = call.connect(std::move(settings));
    co_return co_await client->files().page(address.target);
}

task<std::string> read_url(invocation& call, std::string url) {
    const auto shown = without_query(url);
    for (int redirects = 0; redirects <= most_redirects; ++redirects) {
        const auto address = split(url);
        web_page page;
        try {
            page = co_await fetch_page(call, address);
        } catch (const error& fault) {
            throw failure(exit_code::error, "Get \"" + shown + "\": " + fault.what());
        }
        const bool redirects_on = page.status >= 300 && page.status < 400 && !page.location.empty();
        if (page.status >= 200 && page.status < 300)
            co_return std::move(page.body);
        if (!redirects_on)
            throw failure(exit_code::error, "Get \"" + shown + "\": unexpected HTTP status " +
                                                std::to_string(page.status));
        url = next_url(address, page.location);
    }
    throw failure(exit_code::error, "Get \"" + shown + "\": too many redirects");
}

} // namespace

task<std::string> read_named_text(invocation& call, std::string name) {
    if (name == "-")
        co_return call.streams().read_all();
    if (is_url(name))
        co_return co_await read_url(call, std::move(name));
    co_return read_text_file(name, exit_code::error);
}

} // namespace argocdpp::cli
