#include "command_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::command_run;

constexpr std::string_view config =
    "contexts:\n- name: prod\n  server: cd.example.com\n  user: prod\n"
    "- name: dev\n  server: 127.0.0.1:8080\n  user: dev\ncurrent-context: prod\n"
    "prompts-enabled: false\nservers:\n- grpc-web-root-path: /argo\n  server: cd.example.com\n"
    "- grpc-web-root-path: \"\"\n  plain-text: true\n  server: 127.0.0.1:8080\n"
    "users:\n- auth-token: a.b.c\n  name: prod\n  refresh-token: r\n- auth-token: d.e.f\n"
    "  name: dev\n";

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("logout: the context's own server forgets the token, and so does the file") {
    command_run world;
    world.write_config(config);
    world.server.on("POST /argo/auth/logout").status(303).inspect([](const http_request& request) {
        CHECK(http_head{.status = 0, .headers = request.headers}.header("Cookie") ==
              "argocd.token=a.b.c");
    });
    CHECK(world.run({"logout", "prod"}) == 0);
    CHECK(world.streams.output == "Logged out from 'prod'\n");
    CHECK(world.said("token successfully invalidated on server"));
    CHECK(world.connections.at(0).server.host == "cd.example.com");
    CHECK_FALSE(world.connections.at(0).plain_text);
    CHECK_FALSE(has(world.config(), "a.b.c"));
    CHECK_FALSE(has(world.config(), "refresh-token"));
    CHECK(has(world.config(), "d.e.f"));
    CHECK(has(world.config(), "current-context: prod"));
}

TEST_CASE("logout: plain text is used where the context says so, and only there") {
    command_run world;
    world.write_config(config);
    world.server.on("POST /auth/logout");
    CHECK(world.run({"logout", "dev"}) == 0);
    CHECK(world.connections.at(0).plain_text);

    command_run forced;
    forced.write_config(config);
    forced.server.on("POST /argo/auth/logout");
    CHECK(forced.run({"logout", "prod", "--plaintext", "--server", "evil.example.com"}) == 0);
    CHECK(forced.connections.at(0).server.host == "cd.example.com");
    CHECK_FALSE(forced.connections.at(0).plain_text);
}

TEST_CASE("logout: a server that fails is a warning, whatever happens to it") {
    for (const tests::fault what : tests::every_fault) {
        command_run world;
        world.write_config(config);
        world.server.on("POST /argo/auth/logout").status(303);
        world.server.break_request(0, what);
        CHECK(world.run({"logout", "prod"}) == 0);
        CHECK(has(world.streams.talk, "failed to invalidate token on server: "));
        CHECK_FALSE(has(world.streams.talk, "a.b.c"));
        CHECK_FALSE(has(world.config(), "a.b.c"));
    }
}

TEST_CASE("logout: an unexpected status is told") {
    command_run world;
    world.write_config(config);
    world.server.on("POST /argo/auth/logout").status(400).piece("no");
    CHECK(world.run({"logout", "prod"}) == 0);
    CHECK(world.said("server returned unexpected status code 400 during logout"));
}

TEST_CASE("logout: without a token there is nothing to revoke") {
    command_run world;
    world.write_config("contexts:\n- name: a\n  server: a\n  user: a\nservers:\n- server: a\n"
                       "users:\n- name: a\n");
    CHECK(world.run({"logout", "a"}) == 0);
    CHECK(world.said("failed to invalidate token on server: error getting token from local "
                     "context file."));
}

TEST_CASE("logout: an unknown context and a missing file are errors") {
    command_run world;
    CHECK(world.run({"logout", "x"}) == 1);
    CHECK(world.said("Nothing to logout from"));
    world.write_config(config);
    CHECK(world.run({"logout", "x"}) == 1);
    CHECK(world.said("Context x does not exist"));
    CHECK(world.run({"logout"}) == 1);
}

TEST_CASE("logout: with prompts on, a no keeps everything") {
    command_run world;
    world.write_config(config);
    world.streams.input = {"n"};
    CHECK(world.run({"logout", "prod", "--prompts-enabled"}) == 0);
    CHECK(world.streams.output == "Are you sure you want to log out from 'prod'?");
    CHECK(world.said("Logout from 'prod' cancelled"));
    CHECK(world.config() == config);
}

} // namespace argocdpp
