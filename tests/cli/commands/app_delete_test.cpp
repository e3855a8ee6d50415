#include "application_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using namespace std::chrono_literals;
using tests::app_json;
using tests::application_run;
using tests::event_line;

constexpr std::string_view known = "?project=default";
constexpr std::string_view not_found = R"({"code":5,"message":"applications \"waves\" not found"})";

tests::stub& on_delete(application_run& world, std::string_view target = "waves") {
    return world.server.on("DELETE /api/v1/applications/" + std::string(target)).json("{}");
}

std::string asked_about(const std::string& name, std::string_view choice) {
    return "Are you sure you want to delete '" + name + "' and all its resources? [" +
           std::string(choice);
}

const std::string for_all = "y/n/a] where 'a' is to delete all specified apps and their resources "
                            "without prompting ";

} // namespace

TEST_CASE("app delete: each in turn, without a question where there is no terminal") {
    application_run world;
    on_delete(world);
    on_delete(world, "b?appNamespace=n");
    CHECK(world.run({"app", "delete", "waves", "n/b"}) == 0);
    CHECK(world.streams.output == "application 'waves' deleted\napplication 'n/b' deleted\n");
}

TEST_CASE("app delete: only what was said goes to the server") {
    for (const auto& [flag, query] :
         {std::pair{"--cascade=false", "waves?cascade=false"},
          std::pair{"--cascade", "waves?cascade=true"},
          std::pair{"-pbackground", "waves?propagationPolicy=background"},
          std::pair{"-Nn", "waves?appNamespace=n"}, std::pair{"-y", "waves"}}) {
        application_run world;
        on_delete(world, query);
        CHECK(world.run({"app", "delete", "waves", flag}) == 0);
    }
}

TEST_CASE("app delete: a selector's applications, and not the names") {
    application_run world;
    world.names("selector=a", {"x", "y"});
    on_delete(world, "x?appNamespace=argocd");
    on_delete(world, "y?appNamespace=argocd");
    CHECK(world.run({"app", "delete", "waves", "-l", "a"}) == 0);
    CHECK(world.streams.output ==
          "application 'argocd/x' deleted\napplication 'argocd/y' deleted\n");

    application_run none;
    none.names("selector=a", {});
    CHECK(none.run({"app", "delete", "-l", "a"}) == 20);
    CHECK(none.said("no apps match selector a"));
}

TEST_CASE("app delete: a terminal is asked about one") {
    application_run world;
    world.streams.is_terminal = true;
    world.streams.input = {"what", "Yes"};
    on_delete(world);
    CHECK(world.run({"app", "delete", "waves"}) == 0);
    const auto question = asked_about("waves", "y/n] ");
    CHECK(world.streams.output == question + question + "application 'waves' deleted\n");

    application_run unwilling;
    unwilling.streams.is_terminal = true;
    unwilling.streams.input = {"n"};
    CHECK(unwilling.run({"app", "delete", "waves"}) == 0);
    CHECK(unwilling.streams.output == question + "The command to delete 'waves' was cancelled.\n");

    application_run silent;
    silent.streams.is_terminal = true;
    CHECK(silent.run({"app", "delete", "waves"}) == 20);
    CHECK(silent.server.requests().empty());
}

TEST_CASE("app delete: of several, one answer may stand for the rest") {
    application_run world;
    world.streams.is_terminal = true;
    world.streams.input = {"n", "y", "a"};
    for (const auto* name : {"b", "c", "d"})
        on_delete(world, name);
    CHECK(world.run({"app", "delete", "a", "b", "c", "d"}) == 0);
    CHECK(world.streams.output ==
          asked_about("a", for_all) + "The command to delete 'a' was cancelled.\n" +
              asked_about("b", for_all) + "application 'b' deleted\n" + asked_about("c", for_all) +
              "application 'c' deleted\napplication 'd' deleted\n");
}

TEST_CASE("app delete: no question with --yes, nor where resources stay") {
    for (const auto& [flag, target] :
         {std::pair{"--yes", "waves"}, std::pair{"--cascade=false", "waves?cascade=false"}}) {
        application_run world;
        world.streams.is_terminal = true;
        on_delete(world, target);
        CHECK(world.run({"app", "delete", "waves", flag}) == 0);
        CHECK(world.streams.output == "application 'waves' deleted\n");
    }
}

TEST_CASE("app delete: the first refusal ends it, in the server's words") {
    application_run world;
    on_delete(world, "a");
    world.server.on("DELETE /api/v1/applications/b")
        .status(403)
        .json(R"({"code":7,"message":"permission denied"})");
    CHECK(world.run({"app", "delete", "a", "b", "c"}) == 20);
    CHECK(world.streams.output == "application 'a' deleted\n");
    CHECK(world.said("rpc error: code = PermissionDenied desc = permission denied"));
}

TEST_CASE("app delete: without names the help, exit 1") {
    application_run world;
    CHECK(world.run({"app", "delete"}) == 1);
    CHECK(world.streams.output.find("argocdpp app delete [APPNAME...") != std::string::npos);
}

TEST_CASE("app delete --wait: gone at once, before anybody could watch") {
    application_run world;
    world.get().json(app_json({}));
    on_delete(world);
    world.get(known).status(404).json(not_found);
    world.stream().hang();
    CHECK(world.run({"app", "delete", "waves", "--wait"}) == 0);
    CHECK(world.streams.output == "application 'waves' deleted\n");
    CHECK(world.time.elapsed() == 0s);
}

TEST_CASE("app delete --wait: gone later, as an event or a read tells") {
    application_run told;
    told.get().json(app_json({}));
    on_delete(told);
    told.get(known).json(app_json({.version = "11"})).forever();
    told.stream().after(3s).piece(event_line("DELETED", {.version = "12"})).hang();
    CHECK(told.run({"app", "delete", "waves", "--wait"}) == 0);
    CHECK(told.time.elapsed() == 3s);
    CHECK(told.count("DELETE") == 1);

    application_run seen;
    seen.get().json(app_json({}));
    on_delete(seen);
    seen.get(known).json(app_json({.version = "11"}));
    seen.get(known).status(404).json(not_found);
    seen.stream().hang();
    CHECK(seen.run({"app", "delete", "waves", "--wait"}) == 0);
    CHECK(seen.time.elapsed() == 2s);
}

TEST_CASE("app delete --wait: a successor of the same name means that it is gone") {
    application_run world;
    world.get().json(app_json({}));
    on_delete(world);
    world.get(known).json(app_json({.uid = "u2"}));
    world.stream().hang();
    CHECK(world.run({"app", "delete", "waves", "--wait"}) == 0);
}

TEST_CASE("app delete --wait: nothing is deleted that can't be read first") {
    application_run world;
    world.get().status(403).json(R"({"code":7,"message":"permission denied"})");
    CHECK(world.run({"app", "delete", "waves", "--wait"}) == 20);
    CHECK(world.count("DELETE") == 0);
}

TEST_CASE("app delete --wait: a server that is gone for good ends it") {
    application_run world;
    world.get().json(app_json({}));
    on_delete(world);
    world.get(known).fail(error_kind::unreachable, "no route").forever();
    world.stream().hang().forever();
    CHECK(world.run({"app", "delete", "waves", "--wait"}) == 20);
    CHECK(world.said("no route"));
    CHECK(world.time.elapsed() < 10min);
}

TEST_CASE("app delete: with a fault at any request it is sent once, and ends well or says why") {
    const auto check = [](application_run& world, int code) {
        tests::check_ending(world, code);
        CHECK(world.streams.output == (code == 0 ? "application 'waves' deleted\n" : ""));
    };
    tests::with_every_fault(
        [](application_run& world) {
            world.get().json(app_json({}));
            on_delete(world);
            world.get(known).status(404).json(not_found).forever();
            world.stream().hang().forever();
        },
        {"app", "delete", "waves", "--wait"}, check);
}

} // namespace argocdpp
