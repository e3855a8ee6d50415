#include "rest.hpp"

#include <argocdpp/proto/codec.hpp>
#include <argocdpp/server_info.hpp>

namespace argocdpp {

namespace {

/// The address that this client talks to, as a browser wants it.
std::string own_url(const client_settings& settings) {
    std::string authority = settings.server.authority();
    if (!settings.plain_text && authority.ends_with(":443"))
        authority.resize(authority.size() - 4);
    return (settings.plain_text ? "http://" : "https://") + authority + settings.server.root_path;
}

} // namespace

task<proto::version_info> server_info::version() {
    return rest_->get_as<proto::version_info>(api_path("/api/version"));
}

task<proto::server_settings> server_info::settings() {
    return rest_->get_as<proto::server_settings>(api_path("/api/v1/settings"));
}

std::string server_info::direct_application_url(std::string_view name) const {
    return own_url(rest_->settings()) + "/applications/" + std::string(name);
}

task<std::string> server_info::application_url(std::string name) {
    const proto::server_settings known = co_await settings();
    if (known.url.empty())
        co_return direct_application_url(name);
    co_return known.url + "/applications/" + name;
}

} // namespace argocdpp
