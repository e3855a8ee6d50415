#include "rewritten.hpp"

#include <argocdpp/proto/repository.hpp>

#include <doctest/doctest.h>

using namespace argocdpp::proto;
using namespace argocdpp::proto::test;

namespace {

constexpr std::string_view full =
    R"({"repo":"r","username":"a","password":"b","sshPrivateKey":"c","connectionState":)"
    R"({"status":"Failed","message":"d","attemptedAt":null},"insecureIgnoreHostKey":true,)"
    R"("insecure":true,"enableLfs":true,"tlsClientCertData":"e","tlsClientCertKey":"f",)"
    R"("type":"git","name":"g","inheritedCreds":true,"enableOCI":true,"githubAppPrivateKey":"h",)"
    R"("githubAppID":1,"githubAppInstallationID":2,"githubAppEnterpriseBaseUrl":"i","proxy":"j",)"
    R"("project":"k","gcpServiceAccountKey":"l","forceHttpBasicAuth":true,"noProxy":"m",)"
    R"("useAzureWorkloadIdentity":true,"bearerToken":"n","insecureOCIForceHttp":true,"depth":3,)"
    R"("webhookManifestCacheWarmDisabled":true,"azureServicePrincipalClientId":"o",)"
    R"("azureServicePrincipalClientSecret":"p","azureServicePrincipalTenantId":"q",)"
    R"("azureActiveDirectoryEndpoint":"s","unknown":{"deep":[1.0]}})";

} // namespace

TEST_CASE("a repository is read from Argo CD's names, and written as it was") {
    const auto found = read_as<repository>(full);
    CHECK(found.repo == "r");
    CHECK(found.username == "a");
    CHECK(found.connection.value().message == "d");
    CHECK(found.depth == 3);
    CHECK(found.azure_active_directory_endpoint == "s");
    CHECK(written(found) == full);
    auto known = found; // without what was received, all but the unknown is still written
    known.rest = {};
    CHECK(encode(known).members().size() + 1 == encode(found).members().size());
}

TEST_CASE("shared credentials are read from Argo CD's names, and written as they were") {
    constexpr std::string_view text =
        R"({"items":[{"url":"u","username":"a","noProxy":"b","x":0}]})";
    const auto found = read_as<repository_credentials_list>(text);
    CHECK(found.items.at(0).url == "u");
    CHECK(found.items.at(0).no_proxy == "b");
    CHECK(written(found) == text);
    CHECK(rewritten<repository_credentials_list>(R"({"metadata":{},"items":null})") ==
          R"({"metadata":{},"items":null})");
}
