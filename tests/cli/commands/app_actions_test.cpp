#include "application_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::app_json;
using tests::application_run;

std::string managed(std::initializer_list<std::string> live) {
    std::string items;
    for (const auto& state : live)
        items += (items.empty() ? "" : ",") + (R"({"name":"i","liveState":")" + state + "\"}");
    return R"({"items":[)" + items + "]}";
}

std::string live(std::string_view api, std::string_view kind, std::string_view name) {
    return R"({\"apiVersion\":\")" + std::string(api) + R"(\",\"kind\":\")" + std::string(kind) +
           R"(\",\"metadata\":{\"name\":\")" + std::string(name) + R"(\",\"namespace\":\"d\"}})";
}

void answer_resources(application_run& world, std::initializer_list<std::string> states) {
    world.server.on("GET /api/v1/applications/waves/managed-resources").json(managed(states));
    world.get().json(app_json({}));
}

/// A Deployment, a Service, something that is not there, and the application.
void answer_resources(application_run& world) {
    answer_resources(world,
                     {live("apps/v1", "Deployment", "web"), live("v1", "Service", "web"), "null"});
}

tests::stub& on_actions(application_run& world, std::string_view query) {
    return world.server.on("GET /api/v1/applications/waves/resource/actions?namespace=" +
                           std::string(query));
}

constexpr std::string_view deployment = "d&resourceName=web&version=v1&group=apps&kind=Deployment";
constexpr std::string_view service = "d&resourceName=web&version=v1&kind=Service";
constexpr std::string_view itself =
    "argocd&resourceName=waves&version=v1alpha1&group=argoproj.io&kind=Application";

void answer_actions(application_run& world) {
    answer_resources(world);
    on_actions(world, deployment)
        .json(R"({"actions":[{"name":"restart"},{"name":"resume","disabled":true}]})");
    on_actions(world, service).json("{}");
    on_actions(world, itself).json(R"({"actions":[{"name":"toggle"}]})");
}

tests::stub& on_run(application_run& world) {
    return world.server.on("POST /api/v1/applications/waves/resource/actions/v2");
}

} // namespace

TEST_CASE("app actions list: of each live resource and of the application, in the server's order") {
    application_run world;
    answer_actions(world);
    CHECK(world.run({"app", "actions", "list", "waves"}) == 0);
    CHECK(world.streams.output == "GROUP        KIND         NAME   ACTION   DISABLED\n"
                                  "apps         Deployment   web    restart  false\n"
                                  "apps         Deployment   web    resume   true\n"
                                  "argoproj.io  Application  waves  toggle   false\n");
}

TEST_CASE("app actions list: as JSON, YAML, and not at all") {
    for (const auto& [output, text] : {
             std::pair{"json", "[\n  {\n    \"Group\": \"argoproj.io\",\n    \"Kind\": "
                               "\"Application\",\n    \"Name\": \"waves\",\n    \"Action\": "
                               "\"toggle\",\n    \"Disabled\": false\n  }\n]\n"},
             std::pair{"yaml", "- Action: toggle\n  Disabled: false\n  Group: argoproj.io\n  Kind: "
                               "Application\n  Name: waves\n\n"},
             std::pair{"bogus", ""},
         }) {
        application_run world;
        answer_resources(world);
        on_actions(world, itself).json(R"({"actions":[{"name":"toggle"}]})");
        CHECK(world.run(
                  {"app", "actions", "list", "waves", "--namespace", "argocd", "-o", output}) == 0);
        CHECK(world.streams.output == text);
    }
}

TEST_CASE("app actions list: no action is null in a document") {
    for (const auto& [output, text] :
         {std::pair{"json", "null\n"}, std::pair{"yaml", "null\n\n"}}) {
        application_run world;
        answer_resources(world);
        on_actions(world, service).json("{}");
        CHECK(world.run({"app", "actions", "list", "waves", "--group", "", "--out", output}) == 0);
        CHECK(world.streams.output == text);
    }
}

TEST_CASE("app actions list: what fits no filter is told") {
    for (const auto* flag : {"--group=x", "--kind=x", "--namespace=x", "--resource-name=x"}) {
        application_run world;
        answer_resources(world);
        CHECK(world.run({"app", "actions", "list", "waves", flag}) == 20);
        CHECK(world.said("no matching resource found"));
    }
}

TEST_CASE("app actions list: the earliest refusal counts, whichever comes first") {
    application_run world;
    answer_resources(world);
    on_actions(world, deployment)
        .after(std::chrono::seconds(1))
        .status(400)
        .json(R"({"code":3,"message":"first"})");
    on_actions(world, service).status(400).json(R"({"code":3,"message":"second"})");
    on_actions(world, itself).json("{}").forever();
    CHECK(world.run({"app", "actions", "list", "waves"}) == 20);
    CHECK(world.said("rpc error: code = InvalidArgument desc = first"));

    application_run denied;
    denied.server.on("GET /api/v1/applications/waves/managed-resources")
        .status(403)
        .json(R"({"code":7,"message":"permission denied"})");
    denied.get().status(404).json(R"({"code":5,"message":"later"})").forever();
    CHECK(denied.run({"app", "actions", "list", "waves"}) == 20);
    CHECK(denied.said("rpc error: code = PermissionDenied desc = permission denied"));
}

TEST_CASE("app actions list: with a fault at any request it ends well or says why") {
    tests::with_every_fault(
        [](application_run& world) {
            world.server.on("GET /api/v1/applications/waves/managed-resources")
                .json(managed({live("v1", "Service", "web")}))
                .forever();
            world.get().json(app_json({})).forever();
            on_actions(world, service).json("{}").forever();
            on_actions(world, itself).json("{}").forever();
        },
        {"app", "actions", "list", "waves"}, tests::check_ending);
}

TEST_CASE("app actions run: on the one that is meant, once, and without a word") {
    application_run world;
    answer_resources(world);
    on_run(world).json("{}");
    CHECK(world.run({"app", "actions", "run", "waves", "restart", "--kind", "Deployment"}) == 0);
    CHECK(world.streams.output.empty());
    CHECK(world.body_of("POST") ==
          R"({"name":"waves","namespace":"d","resourceName":"web","version":"v1","group":"apps",)"
          R"("kind":"Deployment","action":"restart"})");
}

TEST_CASE("app actions run: of several only with --all, one after the other, until one fails") {
    const auto jobs = {live("batch/v1", "Job", "a"), live("batch/v1", "Job", "b"),
                       live("batch/v1", "Job", "c")};
    application_run careful;
    answer_resources(careful, jobs);
    CHECK(careful.run({"app", "actions", "run", "waves", "x", "--kind", "Job"}) == 20);
    CHECK(careful.said(
        "multiple resources match inputs, use the --all flag to patch multiple resources"));
    CHECK(careful.count("POST") == 0);

    application_run world;
    answer_resources(world, jobs);
    on_run(world).json("{}");
    on_run(world).status(500).json(R"({"code":2,"message":"no such action"})");
    CHECK(world.run({"app", "actions", "run", "waves", "x", "--kind", "Job", "--all"}) == 20);
    CHECK(world.said("rpc error: code = Unknown desc = no such action"));
    CHECK(world.count("POST") == 2);
}

TEST_CASE("app actions run: several groups are ambiguous, where not only the last one differs") {
    application_run world;
    answer_resources(
        world, {live("a/v1", "Job", "a"), live("b/v1", "Job", "b"), live("a/v1", "Job", "c")});
    CHECK(world.run({"app", "actions", "run", "waves", "x", "--kind", "Job", "--all"}) == 1);
    CHECK(world.said(
        "Ambiguous resource group. Use flag --group to specify resource group explicitly."));

    application_run last;
    answer_resources(last, {live("a/v1", "Job", "a"), live("b/v1", "Job", "b")});
    on_run(last).json("{}").times(2);
    CHECK(last.run({"app", "actions", "run", "waves", "x", "--kind", "Job", "--all"}) == 0);
}

TEST_CASE("app actions run: an old server is told of and asked in its own way") {
    application_run world;
    answer_resources(world);
    on_run(world).status(404).piece("Not Found\n");
    world.server
        .on("POST /api/v1/applications/waves/resource/actions?namespace=" + std::string(deployment))
        .json("{}");
    CHECK(world.run({"app", "actions", "run", "waves", "restart", "--kind", "Deployment"}) == 0);
    CHECK(world.streams.output == "RunResourceActionV2 is not supported by the server, falling "
                                  "back to RunResourceAction.\n");
    CHECK(world.body_of("POST", 1) == "\"restart\"");
}

TEST_CASE("app actions run: a lost answer is told, and nothing sent again") {
    application_run world;
    answer_resources(world);
    on_run(world).fail(error_kind::lost);
    CHECK(world.run({"app", "actions", "run", "waves", "restart", "--kind", "Deployment"}) == 20);
    CHECK(world.streams.talk.find("it may have been taken") != std::string::npos);
}

TEST_CASE("app actions: the kind is a must, and so are the arguments") {
    application_run kindless;
    CHECK(kindless.run({"app", "actions", "run", "waves", "x"}) == 1);
    CHECK(kindless.streams.output == "Error: required flag(s) \"kind\" not set\n");
    for (const auto& words : {std::vector<std::string>{"app", "actions", "run", "x", "--kind", "y"},
                              {"app", "actions", "list"},
                              {"app", "actions"},
                              {"app", "actions", "bogus"}}) {
        application_run world;
        CHECK(world.run(words) == 1);
        CHECK(world.streams.output.find("argocdpp app actions") != std::string::npos);
    }
}

} // namespace argocdpp
