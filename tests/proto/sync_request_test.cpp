#include "rewritten.hpp"

#include <argocdpp/proto/sync_request.hpp>

#include <doctest/doctest.h>

using namespace argocdpp::proto;
using namespace argocdpp::proto::test;

TEST_CASE("a sync is asked for in Argo CD's names and order") {
    sync_request request;
    request.app_namespace = "apps";
    request.project = "team";
    request.revision = "main";
    request.revisions = {"a", "b"};
    request.source_positions = {1, 2};
    request.dry_run = true;
    request.prune = true;
    request.strategy.emplace().hook.emplace().force = true;
    request.resources.push_back({"apps", "Deployment", "web", "n", {}});
    request.infos.push_back({"k", "v", {}});
    request.retry.emplace().limit = 3;
    request.options.emplace().items = {"Replace=true"};
    CHECK(written(request) ==
          R"({"revision":"main","dryRun":true,"prune":true,"strategy":{"hook":{"force":true}},)"
          R"("resources":[{"group":"apps","kind":"Deployment","name":"web","namespace":"n"}],)"
          R"("infos":[{"name":"k","value":"v"}],"retryStrategy":{"limit":3},)"
          R"("syncOptions":{"items":["Replace=true"]},"appNamespace":"apps","project":"team",)"
          R"("sourcePositions":[1,2],"revisions":["a","b"]})");
}

TEST_CASE("options that are there but empty are sent, for they replace the application's own") {
    sync_request request;
    CHECK(written(request) == "{}");
    request.options.emplace();
    CHECK(written(request) == R"({"syncOptions":{}})");
}

TEST_CASE("a rollback names a deployment, the first one too") {
    rollback_request request;
    request.prune = true;
    CHECK(written(request) == R"({"id":0,"prune":true})");
    request.id = 7;
    request.dry_run = true;
    request.app_namespace = "apps";
    request.project = "team";
    CHECK(written(request) ==
          R"({"id":7,"dryRun":true,"prune":true,"appNamespace":"apps","project":"team"})");
}
