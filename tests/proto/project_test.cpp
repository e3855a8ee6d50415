#include "rewritten.hpp"

#include <argocdpp/proto/project.hpp>

#include <doctest/doctest.h>

using namespace argocdpp::proto;
using namespace argocdpp::proto::test;

namespace {

constexpr std::string_view team_a =
    R"({"metadata":{"name":"team-a"},"spec":{"sourceRepos":["*"],)"
    R"("destinations":[{"server":"s","namespace":"n","name":"c"}],"description":"d",)"
    R"("roles":[{"name":"ci","description":"r","policies":["p"],)"
    R"("jwtTokens":[{"iat":1,"exp":2,"id":"t"}],"groups":["g"]}],)"
    R"("clusterResourceWhitelist":[{"group":"a","kind":"b","name":"c"}],)"
    R"("namespaceResourceBlacklist":[{"group":"d","kind":"e"}],)"
    R"("orphanedResources":{"warn":false,"ignore":[{"group":"f","kind":"g","name":"h"}]},)"
    R"("syncWindows":[{"kind":"allow","schedule":"0 8 * * *","duration":"1h",)"
    R"("applications":["i"],"namespaces":["j"],"clusters":["k"],"manualSync":true,)"
    R"("timeZone":"UTC","andOperator":true,"description":"l","syncOverrun":true}],)"
    R"("namespaceResourceWhitelist":[{"group":"m","kind":"n"}],"signatureKeys":[{"keyID":"o"}],)"
    R"("clusterResourceBlacklist":[{"group":"q","kind":"r"}],"sourceNamespaces":["s"],)"
    R"("destinationServiceAccounts":[{"server":"t","namespace":"u",)"
    R"("defaultServiceAccount":"v"}],"sourceIntegrity":{"git":{"policies":[)"
    R"({"repos":[{"url":"w"}],"gpg":{"mode":"head","keys":["x"]}}]}}},)"
    R"("status":{"jwtTokensByRole":{"ci":{"items":[{"iat":1}]}}}})";

} // namespace

TEST_CASE("a project is read from Argo CD's names") {
    const auto team = read_as<project>(team_a);
    CHECK(team.metadata.name == "team-a");
    const auto& spec = team.spec;
    CHECK(spec.source_repos == std::vector<std::string>{"*"});
    CHECK(spec.destinations.at(0).server == "s");
    CHECK(spec.destinations.at(0).name_space == "n");
    CHECK(spec.destinations.at(0).name == "c");
    CHECK(spec.description == "d");
    CHECK(spec.allowed_cluster_resources.at(0).name == "c");
    CHECK(spec.denied_namespaced_resources.at(0).kind == "e");
    CHECK(spec.orphaned_resources->warn == false);
    CHECK(spec.orphaned_resources->ignore.at(0).name == "h");
    CHECK(spec.allowed_namespaced_resources.at(0).group == "m");
    CHECK(spec.signature_keys.at(0).key_id == "o");
    CHECK(spec.denied_cluster_resources.at(0).kind == "r");
    CHECK(spec.source_namespaces == std::vector<std::string>{"s"});
    CHECK(spec.destination_service_accounts.at(0).service_account == "v");
    const auto& policy = spec.source_integrity->git->policies.at(0);
    CHECK(policy.repos.at(0).url == "w");
    CHECK(policy.gpg->mode == "head");
    CHECK(policy.gpg->keys == std::vector<std::string>{"x"});
    CHECK(team.status.tokens_by_role.find("ci") != nullptr);
}

TEST_CASE("a project's roles and windows are read from Argo CD's names") {
    const auto team = read_as<project>(team_a);
    const auto& role = team.spec.roles.at(0);
    CHECK(role.name == "ci");
    CHECK(role.description == "r");
    CHECK(role.policies == std::vector<std::string>{"p"});
    CHECK(role.groups == std::vector<std::string>{"g"});
    CHECK(role.tokens.at(0).issued_at == 1);
    CHECK(role.tokens.at(0).expires_at == 2);
    CHECK(role.tokens.at(0).id == "t");
    const auto& window = team.spec.sync_windows.at(0);
    CHECK(window.kind == "allow");
    CHECK(window.schedule == "0 8 * * *");
    CHECK(window.duration == "1h");
    CHECK(window.applications == std::vector<std::string>{"i"});
    CHECK(window.namespaces == std::vector<std::string>{"j"});
    CHECK(window.clusters == std::vector<std::string>{"k"});
    CHECK(window.manual_sync);
    CHECK(window.time_zone == "UTC");
    CHECK(window.use_and_operator);
    CHECK(window.description == "l");
    CHECK(window.sync_overrun);
}

TEST_CASE("an application's windows are read from Argo CD's names") {
    const auto windows = read_as<application_sync_windows>(
        R"({"activeWindows":[{"kind":"deny"}],"assignedWindows":[{},{}],"canSync":true})");
    CHECK(windows.active_windows.at(0).kind == "deny");
    CHECK(windows.assigned_windows.size() == 2);
    CHECK(windows.can_sync);
}
