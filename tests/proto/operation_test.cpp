#include "rewritten.hpp"

#include <argocdpp/proto/operation.hpp>

#include <doctest/doctest.h>

using namespace argocdpp::proto;
using namespace argocdpp::proto::test;

TEST_CASE("an operation is read from Argo CD's names") {
    const auto asked = read_as<operation>(
        R"({"sync":{"revision":"r","prune":true,"dryRun":true,)"
        R"("syncStrategy":{"apply":{"force":true},)"
        R"("hook":{}},"resources":[{"group":"apps","kind":"Deployment","name":"web",)"
        R"("namespace":"n"}],)"
        R"("source":{"path":"p"},"syncOptions":["A=b"],"sources":[{"ref":"x"}],)"
        R"("revisions":["1","2"]},)"
        R"("initiatedBy":{"username":"admin","automated":true},"info":[{"name":"k","value":"v"}],)"
        R"("retry":{"limit":5,"backoff":{"duration":"5s","factor":2,"maxDuration":"3m"},)"
        R"("refresh":true}})");
    REQUIRE(asked.sync);
    CHECK(asked.is_dry_run());
    CHECK(asked.sync->revision == "r");
    CHECK(asked.sync->prune);
    CHECK(asked.sync->revisions == std::vector<std::string>{"1", "2"});
    CHECK(asked.sync->sync_options == std::vector<std::string>{"A=b"});
    CHECK(asked.sync->source->path == "p");
    CHECK(asked.sync->sources.at(0).ref == "x");
    REQUIRE(asked.sync->strategy);
    CHECK(asked.sync->strategy->apply->force);
    CHECK(asked.sync->strategy->hook.has_value());
    const auto& resource = asked.sync->resources.at(0);
    CHECK(resource.group == "apps");
    CHECK(resource.kind == "Deployment");
    CHECK(resource.name == "web");
    CHECK(resource.name_space == "n");
    CHECK(asked.initiated_by->username == "admin");
    CHECK(asked.initiated_by->automated);
    CHECK(asked.infos.at(0).name == "k");
    CHECK(asked.infos.at(0).value == "v");
    REQUIRE(asked.retry);
    CHECK(asked.retry->limit == 5);
    CHECK(asked.retry->refresh);
    CHECK(asked.retry->back_off->duration == "5s");
    CHECK(asked.retry->back_off->factor == 2);
    CHECK(asked.retry->back_off->max_duration == "3m");
}

TEST_CASE("the state of an operation is read from Argo CD's names") {
    const auto state = read_as<operation_state>(
        R"({"operation":{"sync":{}},"phase":"Failed","message":"m","syncResult":{"resources":[)"
        R"({"group":"g","version":"v1","kind":"k","namespace":"ns","name":"n","status":"Synced",)"
        R"("message":"x","hookType":"PreSync","hookPhase":"Running","syncPhase":"Sync"}],)"
        R"("revision":"r","source":{"path":"p"},"sources":[{}],"revisions":["q"]},)"
        R"("startedAt":"s","finishedAt":"f","retryCount":2})");
    CHECK(state.operation.sync.has_value());
    CHECK_FALSE(state.operation.is_dry_run());
    CHECK(state.phase == phase::failed);
    CHECK(state.message == "m");
    CHECK(state.started_at == "s");
    CHECK(state.finished_at == "f");
    REQUIRE(state.sync_result);
    CHECK(state.sync_result->revision == "r");
    CHECK(state.sync_result->source->path == "p");
    CHECK(state.sync_result->sources.size() == 1);
    CHECK(state.sync_result->revisions == std::vector<std::string>{"q"});
    const auto& result = state.sync_result->resources.at(0);
    CHECK(result.group == "g");
    CHECK(result.version == "v1");
    CHECK(result.kind == "k");
    CHECK(result.name_space == "ns");
    CHECK(result.name == "n");
    CHECK(result.status == "Synced");
    CHECK(result.message == "x");
    CHECK(result.hook_type == "PreSync");
    CHECK(result.hook_phase == "Running");
    CHECK(result.sync_phase == "Sync");
    CHECK(write(state.rest) == R"({"retryCount":2})");
}
