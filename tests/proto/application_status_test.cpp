#include "rewritten.hpp"

#include <argocdpp/proto/application_status.hpp>

#include <doctest/doctest.h>

using namespace argocdpp::proto;
using namespace argocdpp::proto::test;

TEST_CASE("sync, health, conditions and summary are read from Argo CD's names") {
    const auto status = read_as<application_status>(
        R"({"sync":{"status":"OutOfSync","revision":"r","revisions":["a"],"comparedTo":{}},)"
        R"("health":{"status":"Healthy","message":"m","lastTransitionTime":"t"},)"
        R"("conditions":[{"type":"SyncError","message":"c","lastTransitionTime":"u"}],)"
        R"("reconciledAt":"w","sourceType":"Helm","summary":{"externalURLs":["e"],"images":["i"]},)"
        R"("sourceTypes":["Helm","Kustomize"],"controllerNamespace":"argocd"})");
    CHECK(status.sync.status == sync_code::out_of_sync);
    CHECK(status.sync.revision == "r");
    CHECK(status.sync.revisions == std::vector<std::string>{"a"});
    CHECK(status.health.status == health_code::healthy);
    CHECK(status.health.message == "m");
    CHECK(status.health.last_transition_time == "t");
    CHECK(status.conditions.at(0).type == "SyncError");
    CHECK(status.conditions.at(0).message == "c");
    CHECK(status.conditions.at(0).last_transition_time == "u");
    CHECK(status.reconciled_at == "w");
    CHECK(status.source_type == "Helm");
    CHECK(status.source_types == std::vector<std::string>{"Helm", "Kustomize"});
    CHECK(status.summary.external_urls == std::vector<std::string>{"e"});
    CHECK(status.summary.images == std::vector<std::string>{"i"});
    CHECK(write(status.rest) == R"({"controllerNamespace":"argocd"})");
}

TEST_CASE("a resource is read from Argo CD's names") {
    const auto status = read_as<application_status>(
        R"({"resources":[{"group":"g","version":"v1","kind":"k","namespace":"ns","name":"n",)"
        R"("status":"Synced","health":{"status":"Degraded"},"hook":true,"requiresPruning":true,)"
        R"("syncWave":-1},{"kind":"ConfigMap"}]})");
    const auto& resource = status.resources.at(0);
    CHECK(resource.group == "g");
    CHECK(resource.version == "v1");
    CHECK(resource.kind == "k");
    CHECK(resource.name_space == "ns");
    CHECK(resource.name == "n");
    CHECK(resource.status == sync_code::synced);
    CHECK(resource.health->status == health_code::degraded);
    CHECK(resource.hook);
    CHECK(resource.requires_pruning);
    CHECK(resource.sync_wave == -1);
    CHECK_FALSE(status.resources.at(1).health.has_value());
    CHECK_FALSE(status.resources.at(1).sync_wave.has_value());
}

TEST_CASE("history is read from Argo CD's names") {
    const auto entry = read_as<revision_history>(
        R"({"revision":"r","deployedAt":"d","id":7,"source":{"path":"p"},"deployStartedAt":"s",)"
        R"("sources":[{"ref":"x"}],"revisions":["a","b"]})");
    CHECK(entry.id == 7);
    CHECK(entry.revision == "r");
    CHECK(entry.deployed_at == "d");
    CHECK(entry.deploy_started_at == "s");
    CHECK(entry.source->path == "p");
    CHECK(entry.sources.at(0).ref == "x");
    CHECK(entry.revisions == std::vector<std::string>{"a", "b"});
    CHECK(read_as<application_status>(R"({"history":[{"id":1}]})").history.at(0).id == 1);
}

TEST_CASE("the hydrator's state is read from Argo CD's names") {
    const auto status = read_as<application_status>(
        R"({"operationState":{"phase":"Running"},"sourceHydrator":{"lastSuccessfulOperation":)"
        R"({"drySHA":"d"},"currentOperation":{"phase":"Failed","message":"m","drySHA":"1",)"
        R"("hydratedSHA":"2","sourceHydrator":{"drySource":{}}}}})");
    CHECK(status.operation_state->phase == phase::running);
    const auto& current = status.source_hydrator.current_operation;
    REQUIRE(current);
    CHECK(current->phase == "Failed");
    CHECK(current->message == "m");
    CHECK(current->dry_sha == "1");
    CHECK(current->hydrated_sha == "2");
    CHECK(write(current->source_hydrator) == R"({"drySource":{}})");
    CHECK(status.source_hydrator.last_successful_operation->dry_sha == "d");
}
