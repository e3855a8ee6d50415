// Clusters, certificates, keys, accounts, application sets and source integrity on the wire: what
// was read is written back as it was, with what nobody here knows, and with null, empty and zero as
// Go wrote them.
#include "random_document.hpp"
#include "rewritten.hpp"

#include <argocdpp/proto/account.hpp>
#include <argocdpp/proto/application_set.hpp>
#include <argocdpp/proto/certificate.hpp>
#include <argocdpp/proto/cluster.hpp>
#include <argocdpp/proto/gpg_key.hpp>
#include <argocdpp/proto/project.hpp>
#include <argocdpp/proto/repository.hpp>

#include <doctest/doctest.h>

using namespace argocdpp::proto;
using namespace argocdpp::proto::test;

namespace {

constexpr std::string_view clusters =
    R"({"metadata":{},"items":[{"server":"https://k","name":"a","config":{"username":"u",)"
    R"("bearerToken":"b","proxyUrl":"p","tlsClientConfig":{"insecure":false,"certData":"c",)"
    R"("keyData":"x"},"awsAuthConfig":{"clusterName":"n"},"disableCompression":true},)"
    R"("connectionState":{"status":"","message":"","attemptedAt":null},"namespaces":null,)"
    R"("refreshRequestedAt":null,"info":{"connectionState":{"status":"Successful","message":"",)"
    R"("attemptedAt":"2026-11-24T00:00:00Z"},"serverVersion":"1.35","cacheInfo":)"
    R"({"resourcesCount":0},"applicationsCount":3},"shard":1,"labels":{"l":"1"},)"
    R"("annotations":{},"project":"q","future":[1.0,{"a":null}]}]})";
constexpr std::string_view certificates =
    R"({"metadata":{},"items":[{"serverName":"git.x","certType":"ssh","certSubType":"ssh-rsa",)"
    R"("certData":null,"certInfo":"SHA256:x","future":{}}]})";
constexpr std::string_view keys =
    R"({"created":{"metadata":{},"items":[{"keyID":"K","fingerprint":"F","owner":"o","trust":"t",)"
    R"("subType":"rsa4096","keyData":"","future":1}]},"skipped":null})";
constexpr std::string_view accounts =
    R"({"items":[{"name":"ci","enabled":true,"capabilities":["login"],"tokens":[{"id":"t",)"
    R"("issuedAt":1795480117,"expiresAt":0,"future":true}],"future":""}]})";
constexpr std::string_view sets =
    R"({"metadata":{"resourceVersion":"9"},"items":[{"metadata":{"name":"s","labels":null},)"
    R"("spec":{"goTemplate":true,"generators":[{"list":{"elements":[{"a":1.0}]}}],"template":)"
    R"({"metadata":{"name":"{{.a}}"},"spec":{"source":{"repoURL":"r"},"destination":{},)"
    R"("project":"default"}},"syncPolicy":{"preserveResourcesOnDeletion":true},"strategy":{}},)"
    R"("status":{"conditions":[{"type":"T","message":"m","lastTransitionTime":null,)"
    R"("status":"True","reason":"r"}],"health":{},"resourcesCount":0},"future":0}]})";
constexpr std::string_view project_text =
    R"({"metadata":{"name":"p"},"spec":{"sourceIntegrity":{"git":{"policies":[{"repos":)"
    R"([{"url":"u","future":1}],"gpg":{"mode":"head","keys":[],"future":2},"future":3}],)"
    R"("future":4},"helm":{}},"roles":null,"destinations":[]},"status":{}})";
constexpr std::string_view repositories =
    R"({"metadata":{},"items":[{"repo":"r","connectionState":{"status":"Failed","message":"m",)"
    R"("attemptedAt":null,"future":1},"depth":0,"insecure":false,"future":{}}]})";

/// That the text, and what a server of another version might make of it, is kept.
template<class T>
void check_law(std::string_view text) {
    CHECK(difference(rewritten<T>(text), text) == "");
    document_maker make(3);
    for (int round = 0; round < 1000; ++round) {
        any document = parse(text);
        make.vary(document);
        const auto varied = write(document);
        REQUIRE(difference(rewritten<T>(varied), varied) == "");
    }
}

} // namespace

TEST_CASE(
    "settings of Argo CD are written back as they were, whatever a server adds or leaves out") {
    check_law<cluster_list>(clusters);
    check_law<repository_certificate_list>(certificates);
    check_law<gpg_key_creation>(keys);
    check_law<account_list>(accounts);
    check_law<application_set_list>(sets);
    check_law<project>(project_text);
    check_law<repository_list>(repositories);
}

TEST_CASE("a cluster is read from Argo CD's names") {
    const auto found = read_as<cluster_list>(clusters).items.at(0);
    CHECK(found.server == "https://k");
    CHECK(found.config.username == "u");
    CHECK(found.config.bearer_token == "b");
    CHECK(found.config.proxy_url == "p");
    CHECK(found.config.tls.certificate == "c");
    CHECK_FALSE(found.config.tls.insecure);
    CHECK(found.config.aws.find("clusterName") != nullptr);
    CHECK(found.config.disable_compression);
    CHECK(found.namespaces.empty());
    CHECK(found.info.connection.status == "Successful");
    CHECK(found.info.server_version == "1.35");
    CHECK(found.project == "q");
}

TEST_CASE("certificates, keys and accounts are read from Argo CD's names") {
    const auto certificate = read_as<repository_certificate_list>(certificates).items.at(0);
    CHECK(certificate.server_name == "git.x");
    CHECK(certificate.type == "ssh");
    CHECK(certificate.sub_type == "ssh-rsa");
    CHECK(certificate.data.empty());
    CHECK(certificate.info == "SHA256:x");
    const auto added = read_as<gpg_key_creation>(keys);
    CHECK(added.skipped.empty());
    const auto& key = added.created.items.at(0);
    CHECK(key.key_id + key.fingerprint + key.owner + key.trust + key.sub_type == "KFotrsa4096");
    const auto person = read_as<account_list>(accounts).items.at(0);
    CHECK(person.enabled);
    CHECK(person.capabilities == std::vector<std::string>{"login"});
    CHECK(person.tokens.at(0).issued_at == 1795480117);
}

TEST_CASE("an application set is read from Argo CD's names") {
    const auto found = read_as<application_set_list>(sets).items.at(0);
    CHECK(found.metadata.name == "s");
    CHECK(found.spec.app_template.spec.project == "default");
    CHECK(found.spec.sync_policy.find("preserveResourcesOnDeletion") != nullptr);
    CHECK(found.status.conditions.at(0).reason == "r");
    CHECK(found.status.conditions.at(0).status == "True");
}

TEST_CASE("what is not set is not sent, as Go leaves it out") {
    CHECK(written(account_token()) == "{}");
    cluster named;
    named.name = "b";
    CHECK(written(named).find("namespaces") == std::string::npos);
    CHECK(written(named).find(R"("name":"b")") != std::string::npos);
}
