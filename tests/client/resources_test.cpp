#include "make.hpp"

#include <argocdpp/error.hpp>
#include <argocdpp/resources.hpp>
#include <argocdpp/unready.hpp>

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

TEST_CASE("a selector is GROUP:KIND:NAME with an optional namespace and an optional !") {
    const auto plain = resource_selector::parse("apps:Deployment:web");
    CHECK(plain.matches("apps", "Deployment", "any", "web"));
    CHECK_FALSE(plain.matches("apps", "Deployment", "any", "web2"));
    CHECK_FALSE(plain.matches("", "Deployment", "any", "web"));
    const auto spaced = resource_selector::parse(":Service:prod/web");
    CHECK(spaced.matches("", "Service", "prod", "web"));
    CHECK_FALSE(spaced.matches("", "Service", "test", "web"));
    CHECK(resource_selector::parse("!*:*:*").exclude);
    CHECK(resource_selector::parse("*:*:*/*").matches("g", "k", "n", "x"));
}

TEST_CASE("a malformed selector is refused in the official CLI's words") {
    CHECK_THROWS_WITH_AS(resource_selector::parse("bogus"),
                         "resource should have GROUP:KIND:NAME, but instead got: bogus", error);
    CHECK_THROWS_WITH_AS(
        resource_selector::parse("a:b:c/d/e"),
        "resource with namespace should have GROUP:KIND:NAMESPACE/NAME, but instead got: a:b:c/d/e",
        error);
    CHECK_THROWS_WITH_AS(resource_selector::parse("!a:b:c:d"),
                         "resource should have GROUP:KIND:NAME, but instead got: a:b:c:d", error);
}

TEST_CASE("an excluding selector beats an including one, and alone leaves all others in") {
    const auto include = resource_selector::parse("*:ConfigMap:*");
    const auto exclude = resource_selector::parse("!:ConfigMap:b");
    CHECK(is_selected({include, exclude}, "", "ConfigMap", "", "a"));
    CHECK_FALSE(is_selected({include, exclude}, "", "ConfigMap", "", "b"));
    CHECK_FALSE(is_selected({include, exclude}, "", "Secret", "", "a"));
    CHECK(is_selected({exclude}, "", "Secret", "", "a"));
    CHECK(is_selected({}, "", "Secret", "", "a"));
}

const std::string resources = R"([
    {"kind":"Service","namespace":"d","name":"b","status":"Synced","health":{"status":"Healthy"}},
    {"group":"apps","kind":"Deployment","namespace":"d","name":"a","status":"OutOfSync","health":{"status":"Missing"}},
    {"kind":"ConfigMap","namespace":"d","name":"c","status":"Synced"}])";

TEST_CASE(
    "rows begin with the last operation's resources, then come the others in order of their keys") {
    const auto some = tests::app({.operation_state = R"({"phase":"Succeeded","operation":{},
        "startedAt":"2026-11-24T00:00:05Z","syncResult":{"revision":"a","resources":[
        {"group":"","kind":"ConfigMap","namespace":"d","name":"c","status":"Synced","message":"c created",
         "hookPhase":"Running","syncPhase":"Sync"},
        {"group":"batch","kind":"Job","namespace":"d","name":"j","status":"Synced","message":"done",
         "hookType":"PreSync","hookPhase":"Succeeded"}]}})",
                                  .resources = resources});
    const auto rows = resource_states(some);
    REQUIRE(rows.size() == 4);
    CHECK(rows[0] ==
          resource_state{"", "ConfigMap", "d", "c", "Synced", "", "", "c created", true});
    CHECK(rows[1] == resource_state{"batch", "Job", "d", "j", "Succeeded", "Synced", "PreSync",
                                    "done", false});
    CHECK(rows[2].name == "b"); // "/Service/…" sorts before "apps/…"
    CHECK(rows[3] ==
          resource_state{"apps", "Deployment", "d", "a", "OutOfSync", "Missing", "", "", true});
    CHECK(resource_states(some, {resource_selector::parse("batch:*:*")}).size() == 1);
}

TEST_CASE("a sync request names the resources that selectors choose, and none without selectors") {
    const auto some = tests::app({.resources = resources});
    CHECK(selected_resources(some, {}).empty());
    const auto chosen = selected_resources(some, {resource_selector::parse("*:*:a")});
    REQUIRE(chosen.size() == 1);
    CHECK(chosen[0].group == "apps");
    CHECK(chosen[0].kind == "Deployment");
    CHECK(chosen[0].name_space == "d");
}

TEST_CASE("skipped pruning counts, unless the resource asked not to be pruned") {
    const auto some = tests::app({.operation_state = R"JSON({"phase":"Succeeded","operation":{},
        "startedAt":"2026-11-24T00:00:05Z","syncResult":{"revision":"a","resources":[
        {"kind":"A","name":"a","status":"PruneSkipped","message":"ignored (requires pruning)"},
        {"kind":"A","name":"b","status":"PruneSkipped","message":"ignored (no prune)"},
        {"kind":"A","name":"c","status":"Synced"}]}})JSON"});
    CHECK(pruning_required(*some.status.operation_state) == 1);
    CHECK(pruning_required(proto::operation_state()) == 0);
}

TEST_CASE("what is not ready: by comparison, health, hooks, and what could not be applied") {
    const auto some = tests::app({.operation_state = R"JSON({"phase":"Failed","operation":{},
        "startedAt":"2026-11-24T00:00:05Z","syncResult":{"revision":"a","resources":[
        {"kind":"A","name":"bad","status":"SyncFailed","message":"refused"},
        {"kind":"A","name":"gone","status":"Pruned"},
        {"kind":"A","name":"left","status":"PruneSkipped"},
        {"kind":"Job","name":"before","hookType":"PreSync","hookPhase":"Succeeded"},
        {"kind":"Job","name":"after","hookType":"PostSync","hookPhase":"Running"}]}})JSON",
                                  .resources = R"JSON([
        {"kind":"A","name":"bad","status":"Synced"},
        {"kind":"B","name":"fine","status":"Synced","health":{"status":"Healthy"}},
        {"kind":"B","name":"without","status":"Synced"},
        {"kind":"B","name":"old","status":"OutOfSync"},
        {"kind":"B","name":"sick","status":"Synced",
         "health":{"status":"Degraded","message":"crashed"}}])JSON"});
    std::string text;
    for (const auto& row : unready_resources(some))
        text += row.name + " " + row.status + " " + row.health + " " + row.message + "; ";
    CHECK(text == "bad SyncFailed  refused; left  PruneSkipped ; after Running  ; "
                  "old OutOfSync  ; sick Synced Degraded crashed; ");
    CHECK(unready_resources(tests::app({})).empty());
}

TEST_CASE("a hook is what says so, but for Skip alone and Helm's definitions") {
    const auto is_hook_with = [](const proto::string_map& annotations) {
        proto::object_identity object;
        object.metadata.annotations = annotations;
        return is_hook(object);
    };
    const std::string own = "argocd.argoproj.io/hook";
    CHECK_FALSE(is_hook_with({}));
    CHECK(is_hook_with({{own, "PreSync"}}));
    CHECK(is_hook_with({{own, " Sync , PostSync"}}));
    CHECK(is_hook_with({{own, ""}}));
    CHECK(is_hook_with({{own, "bogus"}}));
    CHECK(is_hook_with({{own, "Skip,Sync"}}));
    CHECK_FALSE(is_hook_with({{own, "Skip"}}));
    CHECK_FALSE(is_hook_with({{own, "Skip, Skip ,bogus"}}));
    CHECK(is_hook_with({{"helm.sh/hook", "test"}}));
    CHECK_FALSE(is_hook_with({{"helm.sh/hook", "crd-install"}}));
    CHECK_FALSE(is_hook_with({{"helm.sh/hook", "pre-install"}, {own, "Skip"}}));
}

} // namespace
} // namespace argocdpp
