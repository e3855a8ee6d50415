#include "recordings.hpp"
#include "rewritten.hpp"

#include <argocdpp/proto/application.hpp>

#include <doctest/doctest.h>

using namespace argocdpp::proto;
using namespace argocdpp::proto::test;

namespace {

application_spec spec_of(std::string_view text) { return read_as<application_spec>(text); }

} // namespace

TEST_CASE("a spec is read from Argo CD's names") {
    const auto spec =
        spec_of(R"({"source":{"path":"p"},"sources":[{"ref":"r"}],)"
                R"("sourceHydrator":{"drySource":{"repoURL":)"
                R"("dry","targetRevision":"HEAD","path":"d"},"syncSource":{"targetBranch":"env",)"
                R"("path":"s",)"
                R"("repoURL":"wet"},"hydrateTo":{}},"destination":{"server":"a","namespace":"b",)"
                R"("name":"c"},)"
                R"("project":"team","syncPolicy":{"automated":{"prune":true,"selfHeal":true,)"
                R"("enabled":false,)"
                R"("allowEmpty":true},"syncOptions":["A=b"],"retry":{"limit":-1}},"info":[]})");
    CHECK(spec.source->path == "p");
    CHECK(spec.sources.at(0).ref == "r");
    CHECK(spec.project == "team");
    CHECK(spec.destination.server == "a");
    CHECK(spec.destination.name_space == "b");
    CHECK(spec.destination.name == "c");
    REQUIRE(spec.source_hydrator);
    CHECK(spec.source_hydrator->dry_source.repo_url == "dry");
    CHECK(spec.source_hydrator->dry_source.target_revision == "HEAD");
    CHECK(spec.source_hydrator->dry_source.path == "d");
    CHECK(spec.source_hydrator->sync_source.target_branch == "env");
    CHECK(spec.source_hydrator->sync_source.path == "s");
    CHECK(spec.source_hydrator->sync_source.repo_url == "wet");
    REQUIRE(spec.sync_policy);
    CHECK(spec.sync_policy->sync_options == std::vector<std::string>{"A=b"});
    CHECK(spec.sync_policy->retry->limit == -1);
    CHECK(spec.sync_policy->automated->prune == true);
    CHECK(spec.sync_policy->automated->self_heal == true);
    CHECK(spec.sync_policy->automated->enabled == false);
}

TEST_CASE("a recorded application is read into its members") {
    const auto app = read_as<application>(recorded_body("/api/v1/applications/multi-source"));
    CHECK(qualified_name(app) == "argocd/multi-source");
    CHECK(app.spec.has_multiple_sources());
    CHECK(sources_of(app.spec).size() == app.spec.sources.size());
    CHECK_FALSE(app.status.resources.empty());
    CHECK_FALSE(app.status.sync.status.empty());
}

TEST_CASE("a list is read with its items") {
    const auto list = read_as<application_list>(recorded_body("/api/v1/applications"));
    CHECK(list.items.size() == 15);
    CHECK_FALSE(list.metadata.resource_version.empty());
}

TEST_CASE("the operation asked for is read") {
    const auto app = read_as<application>(R"({"operation":{"sync":{"dryRun":true}}})");
    REQUIRE(app.operation);
    CHECK(app.operation->is_dry_run());
}

TEST_CASE("the qualified name has the namespace where there is one") {
    application app;
    app.metadata.name = "web";
    CHECK(qualified_name(app) == "web");
    app.metadata.name_space = "argocd";
    CHECK(qualified_name(app) == "argocd/web");
}

TEST_CASE("an application without a project is in the default one") {
    application app;
    CHECK(project_of(app) == "default");
    app.spec.project = "team-a";
    CHECK(project_of(app) == "team-a");
}

TEST_CASE("the sources are the hydrator's, else the several, else the one") {
    auto spec = spec_of(R"({"source":{"path":"one"},"sources":[{"path":"a"},{"path":"b"}],)"
                        R"("sourceHydrator":{"drySource":{"repoURL":"dry"},"syncSource":)"
                        R"({"targetBranch":"env/prod","path":"wet"}}})");
    REQUIRE(sources_of(spec).size() == 1);
    CHECK_FALSE(spec.has_multiple_sources());
    CHECK(first_source(spec).repo_url == "dry");
    CHECK(first_source(spec).path == "wet");
    CHECK(first_source(spec).target_revision == "env/prod");
    spec.source_hydrator->sync_source.repo_url = "other";
    CHECK(first_source(spec).repo_url == "other");

    spec.source_hydrator.reset();
    CHECK(spec.has_multiple_sources());
    REQUIRE(sources_of(spec).size() == 2);
    CHECK(sources_of(spec)[1].path == "b");
    CHECK(first_source(spec).path == "a");

    spec.sources.clear();
    REQUIRE(sources_of(spec).size() == 1);
    CHECK(first_source(spec).path == "one");

    spec.source.reset();
    CHECK(sources_of(spec).empty());
    CHECK(first_source(spec).path.empty());
}

TEST_CASE("a policy that is there and not disabled makes syncs automatic") {
    CHECK_FALSE(is_automated(spec_of("{}")));
    CHECK_FALSE(is_automated(spec_of(R"({"syncPolicy":{}})")));
    CHECK(is_automated(spec_of(R"({"syncPolicy":{"automated":{}}})")));
    CHECK(is_automated(spec_of(R"({"syncPolicy":{"automated":{"enabled":true}}})")));
    CHECK_FALSE(is_automated(spec_of(R"({"syncPolicy":{"automated":{"enabled":false}}})")));
}

TEST_CASE("automated syncs prune only where they happen and are told to") {
    CHECK_FALSE(is_auto_prune(spec_of("{}")));
    CHECK_FALSE(is_auto_prune(spec_of(R"({"syncPolicy":{"automated":{}}})")));
    CHECK_FALSE(is_auto_prune(spec_of(R"({"syncPolicy":{"automated":{"prune":false}}})")));
    CHECK(is_auto_prune(spec_of(R"({"syncPolicy":{"automated":{"prune":true}}})")));
    CHECK_FALSE(
        is_auto_prune(spec_of(R"({"syncPolicy":{"automated":{"prune":true,"enabled":false}}})")));
}
