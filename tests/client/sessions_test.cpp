#include "../support/fake_clock.hpp"
#include "../support/scripted_transport.hpp"

#include <argocdpp/client.hpp>

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::every_fault;
using tests::fake_clock;
using tests::fault;
using tests::script;

client_settings settings_of_alice() {
    client_settings settings;
    settings.server.host = "cd.example.com";
    settings.token = "the.old.token";
    return settings;
}

client client_of(script& server, fake_clock& clock,
                 client_settings settings = settings_of_alice()) {
    client_world world;
    world.time = clock;
    world.random = [] { return 0.5; };
    world.connection = server.connection();
    return client(std::move(settings), std::move(world));
}

task<void> log_in(client& argocd, std::string& token) {
    token = co_await argocd.session().create("admin", "s3\"cret");
}

task<void> ask_user(client& argocd, proto::user_info& user) {
    user = co_await argocd.session().user();
}

/// What logging in ends with.
error failure_of_login(script& server) {
    fake_clock clock;
    client argocd = client_of(server, clock);
    std::string token;
    try {
        clock.run(log_in(argocd, token));
    } catch (const error& failure) {
        return failure;
    }
    FAIL("logging in should have failed");
    return error(error_kind::local, "");
}

} // namespace

TEST_CASE("logging in sends the credentials and returns the token") {
    fake_clock clock;
    script server;
    server.on("POST /api/v1/session")
        .json(R"({"token":"a.b.c"})")
        .inspect([](const http_request& request) {
            CHECK(request.body == R"({"username":"admin","password":"s3\"cret"})");
        });
    client argocd = client_of(server, clock);
    std::string token;
    clock.run(log_in(argocd, token));
    CHECK(token == "a.b.c");
}

TEST_CASE("wrong credentials are an error in the server's words") {
    script server;
    server.on("POST /api/v1/session")
        .status(401)
        .json(R"({"error":"x","code":16,"message":"Invalid username or password"})");
    const error failure = failure_of_login(server);
    CHECK(failure.kind == error_kind::unauthenticated);
    CHECK(failure.what() ==
          std::string("rpc error: code = Unauthenticated desc = Invalid username or password"));
}

TEST_CASE("credentials are never sent twice, whatever becomes of the connection") {
    for (const fault what : every_fault) {
        script server;
        server.on("POST /api/v1/session").json(R"({"token":"a.b.c"})");
        server.break_request(0, what);
        failure_of_login(server);
        CHECK(server.requests().size() == 1);
    }
}

TEST_CASE("a server that says it is busy is not sent the credentials again") {
    script server;
    server.on("POST /api/v1/session").status(503).piece("later");
    CHECK(failure_of_login(server).kind == error_kind::unavailable);
}

TEST_CASE("an answer without a token is no session") {
    script server;
    server.on("POST /api/v1/session").json("{}");
    CHECK(failure_of_login(server).kind == error_kind::protocol);
}

TEST_CASE("a password that a firewall quotes does not get into the error") {
    script server;
    server.on("POST /api/v1/session")
        .status(400)
        .piece(R"(blocked: {"username":"admin","password":"s3\"cret"} s3"cret)");
    const error failure = failure_of_login(server);
    CHECK(std::string(failure.what()).find("cret") == std::string::npos);
    CHECK(std::string(failure.what()).find("blocked") != std::string::npos);
    CHECK(failure.server_text.find("cret") == std::string::npos);
    CHECK(failure.http_status == 400);
}

TEST_CASE("revoking hands the token over as the cookie, without a redirect's page") {
    for (const int status : {200, 303}) {
        fake_clock clock;
        script server;
        server.on("POST /argo/auth/logout")
            .status(status)
            .header("Location", "https://cd.example.com/argo")
            .inspect([](const http_request& request) {
                const header_list expected = {{"Cookie", "argocd.token=the.old.token"}};
                CHECK(request.headers == expected);
                CHECK(request.body.empty());
            });
        client_settings settings = settings_of_alice();
        settings.server.root_path = "/argo";
        client argocd = client_of(server, clock, settings);
        clock.run(argocd.session().revoke());
    }
}

TEST_CASE("a refused revocation tells the status") {
    fake_clock clock;
    script server;
    server.on("POST /auth/logout").status(400).piece("Failed to retrieve ArgoCD auth token\n");
    client argocd = client_of(server, clock);
    try {
        clock.run(argocd.session().revoke());
        FAIL("should have failed");
    } catch (const error& failure) {
        CHECK(failure.http_status == 400);
    }
}

TEST_CASE("a revocation is not tried again") {
    for (const fault what : every_fault) {
        fake_clock clock;
        script server;
        server.on("POST /auth/logout").status(303).piece("moved");
        server.break_request(0, what);
        client argocd = client_of(server, clock);
        CHECK_THROWS_AS(clock.run(argocd.session().revoke()), error);
        CHECK(server.requests().size() == 1);
    }
}

TEST_CASE("a server that never answers a revocation is given up after 15 seconds") {
    fake_clock clock;
    script server(&clock);
    server.on("POST /auth/logout").hang();
    client argocd = client_of(server, clock);
    CHECK_THROWS_AS(clock.run(argocd.session().revoke()), error);
    CHECK(clock.elapsed() == std::chrono::seconds(15));
}

TEST_CASE("who one is") {
    fake_clock clock;
    script server;
    server.on("GET /api/v1/session/userinfo")
        .json(R"({"loggedIn":true,"username":"admin","iss":"argocd","groups":["a","b"]})");
    client argocd = client_of(server, clock);
    proto::user_info user;
    clock.run(ask_user(argocd, user));
    CHECK(user.logged_in);
    CHECK(user.username == "admin");
    CHECK(user.groups.size() == 2);
}

TEST_CASE("who one is, is asked again after a broken connection") {
    for (const fault what : {fault::lost, fault::cut}) {
        fake_clock clock;
        script server;
        server.on("GET /api/v1/session/userinfo").json("{}");
        server.break_request(0, what);
        client argocd = client_of(server, clock);
        proto::user_info user;
        clock.run(ask_user(argocd, user));
        CHECK_FALSE(user.logged_in);
        CHECK(server.requests().size() == 2);
    }
}

} // namespace argocdpp
