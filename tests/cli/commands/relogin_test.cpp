#include "command_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::command_run;
using tests::token_of;

std::string config_with(const std::string& token) {
    return "contexts:\n- name: prod\n  server: cd.example.com\n  user: someone\n"
           "current-context: prod\nservers:\n- grpc-web-root-path: /argo\n  insecure: true\n"
           "  server: cd.example.com\nusers:\n- auth-token: " +
           token + "\n  name: someone\n";
}

constexpr std::string_view admin = R"({"iss":"argocd","sub":"admin:login"})";

} // namespace

TEST_CASE("relogin: the account of the old token gets a new one at the same server") {
    command_run world;
    world.variables["ARGOCD_SERVER"] = "other.example.com";
    world.write_config(config_with(token_of(admin)));
    world.server.on("POST /argo/api/v1/session")
        .json(R"({"token":"new.to.ken"})")
        .inspect([](const http_request& request) {
            CHECK(request.body == R"({"username":"admin","password":"pw"})");
        });
    CHECK(world.run({"relogin", "--password", "pw", "--server", "evil.example.com"}) == 0);
    CHECK(world.streams.output == "Relogging in as 'admin:login'\nContext 'prod' updated\n");
    CHECK(world.config().find("- auth-token: new.to.ken\n  name: someone\n") != std::string::npos);
    CHECK(world.connections.at(0).server.host == "cd.example.com");
    CHECK(world.connections.at(0).tls.insecure);
}

TEST_CASE("relogin: the password is asked for") {
    command_run world;
    world.write_config(config_with(token_of(admin)));
    world.streams.input = {"pw"};
    world.server.on("POST /argo/api/v1/session").json(R"({"token":"new.to.ken"})");
    CHECK(world.run({"relogin"}) == 0);
    CHECK(world.streams.output.find("Password: ") != std::string::npos);
}

TEST_CASE("relogin: any fault on the way leaves the config file alone") {
    for (const tests::fault what : tests::every_fault) {
        command_run world;
        const std::string before = config_with(token_of(admin));
        world.write_config(before);
        world.server.on("POST /argo/api/v1/session").json(R"({"token":"new.to.ken"})");
        world.server.break_request(0, what);
        CHECK(world.run({"relogin", "--password", "pw"}) != 0);
        CHECK(world.config() == before);
    }
}

TEST_CASE("relogin: a token of single sign-on is not asked a password for") {
    command_run world;
    world.write_config(config_with(token_of(R"({"iss":"https://dex","sub":"x"})")));
    world.server.on("GET /argo/api/v1/settings").json("{}");
    CHECK(world.run({"relogin"}) == 20);
    CHECK(world.streams.output == "Reinitiating SSO login\n");
    CHECK(world.said("cd.example.com:443 is not configured with SSO"));
}

TEST_CASE("relogin: what cannot be logged in again is an error without the token") {
    command_run world;
    CHECK(world.run({"relogin"}) == 1);
    CHECK(world.said("No context found. Login using `argocd login`"));

    const char* broken[] = {"s3cret", "s3cret.s3cret", "a.!s3cret.c", "a.czNjcmV0.c"};
    for (const char* token : broken) {
        command_run other;
        other.write_config(config_with(token));
        CHECK(other.run({"relogin"}) == 20);
        CHECK(other.streams.talk.find("token is malformed: ") != std::string::npos);
        CHECK(other.streams.talk.find("s3cret") == std::string::npos);
    }
    command_run wordy;
    CHECK(wordy.run({"relogin", "x"}) == 1);
}

TEST_CASE("relogin: --password-stdin takes the password from standard input without a question") {
    command_run world;
    world.write_config(config_with(token_of(admin)));
    world.streams.input = {"pw"};
    world.server.on("POST /argo/api/v1/session")
        .json(R"({"token":"new.to.ken"})")
        .inspect([](const http_request& request) {
            CHECK(request.body == R"({"username":"admin","password":"pw"})");
        });
    CHECK(world.run({"relogin", "--password-stdin"}) == 0);
    CHECK(world.streams.output == "Relogging in as 'admin:login'\nContext 'prod' updated\n");
}

} // namespace argocdpp
