#include "rewritten.hpp"

#include <argocdpp/proto/resource_tree.hpp>

#include <doctest/doctest.h>

using namespace argocdpp::proto;
using namespace argocdpp::proto::test;

TEST_CASE("a tree is read from Argo CD's names") {
    const auto tree = read_as<resource_tree>(
        R"({"nodes":[{"group":"g","version":"v1","kind":"k","namespace":"ns","name":"n","uid":"u",)"
        R"("parentRefs":[{"group":"pg","version":"pv","kind":"pk","namespace":"pns","name":"pn",)"
        R"("uid":"pu"}],"resourceVersion":"7","images":["i"],"health":{"status":"Healthy"},)"
        R"("createdAt":"c","info":[]}],"orphanedNodes":[{"name":"o"}],"hosts":[]})");
    const auto& node = tree.nodes.at(0);
    CHECK(node.group == "g");
    CHECK(node.version == "v1");
    CHECK(node.kind == "k");
    CHECK(node.name_space == "ns");
    CHECK(node.name == "n");
    CHECK(node.uid == "u");
    CHECK(node.resource_version == "7");
    CHECK(node.images == std::vector<std::string>{"i"});
    CHECK(node.health->status == "Healthy");
    CHECK(node.created_at == "c");
    const auto& parent = node.parent_refs.at(0);
    CHECK(parent.group == "pg");
    CHECK(parent.version == "pv");
    CHECK(parent.kind == "pk");
    CHECK(parent.name_space == "pns");
    CHECK(parent.name == "pn");
    CHECK(parent.uid == "pu");
    CHECK(tree.orphaned_nodes.at(0).name == "o");
}

TEST_CASE("managed resources are read from Argo CD's names") {
    const auto all = read_as<managed_resources>(
        R"({"items":[{"group":"g","kind":"k","namespace":"ns","name":"n","targetState":"t",)"
        R"("liveState":"l","diff":"","hook":true,"normalizedLiveState":"nl",)"
        R"("predictedLiveState":"pl","resourceVersion":"7","modified":true}]})");
    const auto& resource = all.items.at(0);
    CHECK(resource.group == "g");
    CHECK(resource.kind == "k");
    CHECK(resource.name_space == "ns");
    CHECK(resource.name == "n");
    CHECK(resource.target_state == "t");
    CHECK(resource.live_state == "l");
    CHECK(resource.normalized_live_state == "nl");
    CHECK(resource.predicted_live_state == "pl");
    CHECK(resource.resource_version == "7");
    CHECK(resource.hook);
    CHECK(resource.modified);
}
