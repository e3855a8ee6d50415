#include "application_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::application_run;

const std::string post_rollback = "POST /api/v1/applications/waves/rollback";

/// An application that these deployments were made of, and that has ended its operation.
std::string deployed(std::string_view history, std::string_view phase = "Succeeded") {
    auto text = tests::app_json({.operation_state = tests::ended(phase)});
    const std::string_view mark = R"("status":{)";
    return text.insert(text.find(mark) + mark.size(), R"("history":)" + std::string(history) + ",");
}

constexpr std::string_view three = R"([{"revision":"a"},{"id":4,"revision":"b"},
    {"id":7,"revision":"c"}])";

void prepare(application_run& world, std::string_view phase = "Succeeded") {
    world.get().json(deployed(three));
    world.server.on(post_rollback).json("{}");
    world.answer_settings();
    world.get("?appNamespace=argocd").json(deployed(three, phase));
}

/// The body that `app rollback waves` with these further words sends.
std::string sent(std::vector<std::string> words) {
    application_run world;
    prepare(world);
    words.insert(words.begin(), {"app", "rollback", "waves"});
    CHECK(world.run(words) == 0);
    CHECK(world.streams.talk == "");
    return world.body_of("POST");
}

/// A run that must end with 20 and this message, and ask for no rollback.
void refused(std::vector<std::string> words, std::string_view message,
             std::string_view history = three) {
    CAPTURE(message);
    application_run world;
    world.get().json(deployed(history));
    words.insert(words.begin(), {"app", "rollback"});
    CHECK(world.run(words) == 20);
    CHECK(world.said(message));
    CHECK(world.count("POST") == 0);
}

} // namespace

TEST_CASE("app rollback: to a deployment by its number, else to the last but one") {
    CHECK(sent({}) == R"({"id":4})");
    CHECK(sent({"7"}) == R"({"id":7})");
    CHECK(sent({"0"}) == R"({"id":0})");
    CHECK(sent({"4", "--prune"}) == R"({"id":4,"prune":true})");
}

TEST_CASE("app rollback: the namespace goes into the body") {
    application_run world;
    world.get("?appNamespace=argocd").json(deployed(three)).times(2);
    world.server.on(post_rollback).json("{}");
    world.answer_settings();
    CHECK(world.run({"app", "rollback", "argocd/waves"}) == 0);
    CHECK(world.body_of("POST") == R"({"id":4,"appNamespace":"argocd"})");
}

TEST_CASE("app rollback: follows the operation, and does not judge its end") {
    for (const std::string phase : {"Succeeded", "Failed"}) {
        application_run world;
        prepare(world, phase);
        CHECK(world.run({"app", "rollback", "waves"}) == 0);
        CHECK(world.streams.output.find("\nName:               argocd/waves\n") !=
              std::string::npos);
        CHECK(world.streams.output.find("/applications/argocd/waves\n") != std::string::npos);
        CHECK(world.streams.output.find("Phase:              " + phase) != std::string::npos);
    }
}

TEST_CASE("app rollback: deployments that are not there") {
    refused({"waves", "5"}, "application 'waves' does not have deployment id '5' in history");
    refused({"waves"}, "application 'waves' should have at least two successful deployments",
            R"([{"id":7}])");
}

TEST_CASE("app rollback: a number that is none ends it before anything is asked") {
    for (const auto& [word, message] :
         {std::pair{"x", R"(strconv.Atoi: parsing "x": invalid syntax)"},
          std::pair{"99999999999999999999",
                    R"(strconv.Atoi: parsing "99999999999999999999": value out of range)"}}) {
        application_run world;
        CHECK(world.run({"app", "rollback", "waves", word}) == 20);
        CHECK(world.said(message));
        CHECK(world.server.requests().empty());
    }
}

TEST_CASE("app rollback: without a name the help, exit 1") {
    application_run world;
    CHECK(world.run({"app", "rollback"}) == 1);
    CHECK(world.streams.output.find("argocdpp app rollback APPNAME [ID]") != std::string::npos);
}

TEST_CASE("app rollback: the server's refusal in its words") {
    application_run world;
    world.get().json(deployed(three));
    world.server.on(post_rollback)
        .status(400)
        .json(R"({"code":9,"message":"rollback cannot be initiated when auto-sync is enabled"})");
    CHECK(world.run({"app", "rollback", "waves"}) == 20);
    CHECK(world.said("rpc error: code = FailedPrecondition desc = rollback cannot be initiated "
                     "when auto-sync is enabled"));
    CHECK(world.streams.output == "");

    application_run denied;
    denied.get().status(403).json(R"({"code":7,"message":"permission denied"})");
    CHECK(denied.run({"app", "rollback", "waves"}) == 20);
    CHECK(denied.said("rpc error: code = PermissionDenied desc = permission denied"));
}

TEST_CASE("app rollback: a rollback whose answer was lost is not sent again") {
    application_run world;
    world.get().json(deployed(three)).forever();
    world.server.on(post_rollback).piece("{").cut();
    CHECK(world.run({"app", "rollback", "waves"}) == 20);
    CHECK(world.count("POST") == 1);
    CHECK(world.streams.talk.find("the rollback of application 'waves' was sent, but its answer "
                                  "was lost") != std::string::npos);
}

} // namespace argocdpp
