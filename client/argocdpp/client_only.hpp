#pragma once
// The client of one Argo CD server, with its services declared only: whoever uses few of them
// includes their headers himself and compiles less. <argocdpp/client.hpp> has them all.

#include <argocdpp/retry.hpp>
#include <argocdpp/settings.hpp>
#include <argocdpp/token_source.hpp>

#include <memory>

namespace argocdpp {

class rest;
class accounts;
class app_resources;
class application_sets;
class applications;
class certificates;
class clusters;
class downloads;
class gpg_keys;
class logs;
class projects;
class repositories;
class repository_credentials;
class server_info;
class sessions;
class single_sign_on;

/// Everything a client takes from outside, for programs that bring their own.
struct client_world {
    std::reference_wrapper<clock> time = system_clock();
    random_source random;                  ///< the library's own where empty
    std::unique_ptr<transport> connection; ///< the network where empty
    /// The settings' token, never another, where empty.
    std::unique_ptr<token_source> tokens = {};
};

class client {
  public:
    explicit client(client_settings settings, client_world world = {});
    ~client();
    client(client&&) noexcept;

    const client_settings& settings() const;

    applications apps();
    app_resources resources();
    logs pod_logs();
    sessions session();
    server_info info();
    downloads files();
    projects projs();
    gpg_keys keys();
    certificates certs();
    clusters destinations();
    application_sets app_sets();
    accounts local_accounts();
    repositories repos();
    repository_credentials repo_creds();
    single_sign_on sign_on(transport_maker to_issuer = {});

  private:
    std::unique_ptr<rest> rest_;
};

} // namespace argocdpp
