#pragma once
// The client of one Argo CD server; services hang off it.
//
//     argocdpp::client argocd(settings);
//     for (const auto& app : co_await argocd.apps().list({}))
//         std::cout << app.metadata.name << '\n';
//
// Calls that follow one another share one connection. A client and its services belong to one
// thread; services are light and live no longer than their client.

#include <argocdpp/accounts.hpp>
#include <argocdpp/app_resources.hpp>
#include <argocdpp/application_sets.hpp>
#include <argocdpp/applications.hpp>
#include <argocdpp/certificates.hpp>
#include <argocdpp/clusters.hpp>
#include <argocdpp/downloads.hpp>
#include <argocdpp/gpg_keys.hpp>
#include <argocdpp/logs.hpp>
#include <argocdpp/projects.hpp>
#include <argocdpp/repositories.hpp>
#include <argocdpp/repository_credentials.hpp>
#include <argocdpp/retry.hpp>
#include <argocdpp/server_info.hpp>
#include <argocdpp/sessions.hpp>
#include <argocdpp/settings.hpp>

#include <memory>

namespace argocdpp {

class rest;

/// Everything a client takes from outside, for programs that bring their own.
struct client_world {
    std::reference_wrapper<clock> time = system_clock();
    random_source random;                  ///< the library's own where empty
    std::unique_ptr<transport> connection; ///< the network where empty
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

  private:
    std::unique_ptr<rest> rest_;
};

} // namespace argocdpp
