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
#include <argocdpp/client_only.hpp>
#include <argocdpp/clusters.hpp>
#include <argocdpp/diagnosis.hpp>
#include <argocdpp/downloads.hpp>
#include <argocdpp/gpg_keys.hpp>
#include <argocdpp/logs.hpp>
#include <argocdpp/projects.hpp>
#include <argocdpp/repositories.hpp>
#include <argocdpp/repository_credentials.hpp>
#include <argocdpp/server_info.hpp>
#include <argocdpp/sessions.hpp>
#include <argocdpp/single_sign_on.hpp>
