#include "rest.hpp"

#include <argocdpp/client.hpp>

namespace argocdpp {

client::client(client_settings settings, client_world world)
    : rest_(std::make_unique<rest>(std::move(settings), std::move(world))) {}
client::~client() = default;
client::client(client&&) noexcept = default;

const client_settings& client::settings() const { return rest_->settings(); }

applications client::apps() { return applications(*rest_); }
app_resources client::resources() { return app_resources(*rest_); }
logs client::pod_logs() { return logs(*rest_); }
sessions client::session() { return sessions(*rest_); }
server_info client::info() { return server_info(*rest_); }
downloads client::files() { return downloads(*rest_); }
projects client::projs() { return projects(*rest_); }
accounts client::local_accounts() { return accounts(*rest_); }
gpg_keys client::keys() { return gpg_keys(*rest_); }
repositories client::repos() { return repositories(*rest_); }
repository_credentials client::repo_creds() { return repository_credentials(*rest_); }
certificates client::certs() { return certificates(*rest_); }
clusters client::destinations() { return clusters(*rest_); }
single_sign_on client::sign_on(transport_maker to_issuer) { return {*rest_, std::move(to_issuer)}; }
application_sets client::app_sets() { return application_sets(*rest_); }

} // namespace argocdpp
