#pragma once
// What the server says of itself.

#include <argocdpp/proto/server.hpp>
#include <argocdpp/task.hpp>

#include <string>
#include <string_view>

namespace argocdpp {

class rest;

class server_info {
  public:
    explicit server_info(rest& calls)
        : rest_(&calls) {}
    /// Without a valid token only the version itself is filled.
    task<proto::version_info> version();
    task<proto::server_settings> settings();
    /// Where people find an application: the settings' URL, or the address this client talks to.
    task<std::string> application_url(std::string name);
    /// The same at the address this client talks to, without asking.
    std::string direct_application_url(std::string_view name) const;

  private:
    rest* rest_;
};

} // namespace argocdpp
