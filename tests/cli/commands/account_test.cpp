#include "application_run.hpp"

#include <doctest/doctest.h>

#include <crypt.h>

namespace argocdpp {
namespace {

using tests::application_run;
using tests::token_of;

constexpr std::string_view ci =
    R"({"name":"ci","enabled":true,"capabilities":["apiKey","login"],)"
    R"("tokens":[{"id":"t","issuedAt":1795480117,"expiresAt":1},{"id":"u","issuedAt":5}]})";

void answer_user(application_run& world) {
    world.server.on("GET /api/v1/session/userinfo")
        .json(R"({"loggedIn":true,"username":"ci","iss":"argocd"})");
}

/// A config file whose only context is logged in with this token.
std::string config_with(const std::string& token) {
    return "contexts:\n- name: cd\n  server: cd.example.com\n  user: cd\ncurrent-context: cd\n"
           "servers:\n- server: cd.example.com\nusers:\n- name: cd\n  auth-token: " +
           token + "\n";
}

} // namespace

TEST_CASE("account list and get") {
    application_run world;
    world.server.on("GET /api/v1/account").json(R"({"items":[)" + std::string(ci) + "]}");
    CHECK(world.run({"account", "list"}) == 0);
    CHECK(world.streams.output == "NAME  ENABLED  CAPABILITIES\nci    true     apiKey, login\n");

    application_run one;
    answer_user(one);
    one.server.on("GET /api/v1/account/ci").json(ci);
    CHECK(one.run({"account", "get"}) == 0);
    CHECK(one.streams.output == "Name:               ci\n"
                                "Enabled:            true\n"
                                "Capabilities:       apiKey, login\n"
                                "\n"
                                "Tokens:\n"
                                "ID  ISSUED AT             EXPIRING AT\n"
                                "t   2026-11-24T00:28:37Z  1970-01-01T00:00:01Z (expired)\n"
                                "u   1970-01-01T00:00:05Z  never\n");

    application_run bare;
    bare.server.on("GET /api/v1/account/x").json(R"({"name":"x"})");
    CHECK(bare.run({"account", "get", "--account", "x"}) == 0);
    CHECK(bare.streams.output.ends_with("\nTokens:\nNONE\n"));
}

TEST_CASE("account can-i: the server's word, wildcards and slashes and all") {
    application_run world;
    world.server.on("GET /api/v1/account/can-i/applications/sync/team-a%2F%2A")
        .json(R"({"value":"no"})");
    CHECK(world.run({"account", "can-i", "sync", "applications", "team-a/*"}) == 0);
    CHECK(world.streams.output == "no\n");
    application_run wrong;
    CHECK(wrong.run({"account", "can-i", "sync"}) == 1);
}

TEST_CASE("account generate-token and delete-token") {
    application_run world;
    world.server.on("POST /api/v1/account/ci/token")
        .json(R"({"token":"x.y.z"})")
        .inspect([](const http_request& request) {
            CHECK(request.body == R"({"name":"ci","expiresIn":43200,"id":"mine"})");
        });
    CHECK(world.run({"account", "generate-token", "-a", "ci", "-e", "12h", "--id", "mine"}) == 0);
    CHECK(world.streams.output == "x.y.z\n");
    application_run wrong;
    CHECK(wrong.run({"account", "generate-token", "-a", "ci", "-e", ""}) == 20);
    CHECK(wrong.said("invalid since format '', expected format <duration><unit> (e.g. 3h)"));

    application_run gone;
    answer_user(gone);
    gone.server.on("DELETE /api/v1/account/ci/token/t").json("{}");
    CHECK(gone.run({"account", "delete-token", "t"}) == 0);
    application_run unwilling;
    unwilling.streams.input = {"n"};
    CHECK(unwilling.run({"account", "delete-token", "t", "-a", "ci", "--prompts-enabled"}) == 0);
    CHECK(unwilling.streams.output == "Are you sure you want to delete 't' token? [y/n]"
                                      "The command to delete 't' was cancelled.\n");
}

TEST_CASE("account session-token: the config file's, as long as it counts") {
    const auto token = token_of(R"({"iss":"argocd","sub":"ci:login","iat":5})");
    application_run world;
    world.write_config(config_with(token));
    CHECK(world.run({"account", "session-token"}) == 0);
    CHECK(world.streams.output == token + "\n");

    application_run described;
    described.write_config(config_with(token));
    CHECK(described.run({"account", "session-token", "-o", "json"}) == 0);
    CHECK(described.streams.output ==
          "{\n  \"has_refresh_token\": false,\n  \"issued_at\": \"1970-01-01T00:00:05Z\",\n"
          "  \"issuer\": \"argocd\",\n  \"token\": \"" +
              token + "\",\n  \"type\": \"local\",\n  \"username\": \"ci\"\n}\n");

    application_run expired;
    expired.write_config(config_with(token_of(R"({"iss":"argocd","exp":5})")));
    CHECK(expired.run({"account", "session-token"}) == 1);
    CHECK(expired.said("Token is invalid or expired. Please run 'argocd relogin'"));
    CHECK(expired.streams.output == "");

    application_run none;
    CHECK(none.run({"account", "session-token"}) == 1);
    CHECK(none.said("No configuration found. Please login first with 'argocd login'"));
}

TEST_CASE("account update-password: one's own, with a new session for the config file") {
    application_run world;
    world.write_config(config_with("old.old.old"));
    answer_user(world);
    world.server.on("PUT /api/v1/account/password")
        .json("{}")
        .inspect([](const http_request& request) {
            CHECK(request.body == R"({"newPassword":"n3w","currentPassword":"old","name":"ci"})");
        });
    world.server.on("POST /api/v1/session").json(R"({"token":"new.new.new"})");
    world.streams.is_terminal = true;
    world.streams.secrets = {"old", "n3w", "other", "n3w", "n3w"};
    CHECK(world.run({"account", "update-password"}) == 0);
    CHECK(world.streams.talk == "error: Passwords do not match\n");
    CHECK(world.streams.output.ends_with("Password updated\nContext 'cd' updated\n"));
    CHECK(world.config().find("new.new.new") != std::string::npos);
    CHECK(world.streams.output.find("n3w") == std::string::npos);
}

TEST_CASE("account update-password: another's, and no secret in an error") {
    application_run world;
    answer_user(world);
    world.server.on("PUT /api/v1/account/password")
        .status(400)
        .json(R"({"code":3,"message":"bad n3wsecret for 0ldsecret"})");
    CHECK(world.run({"account", "update-password", "--account", "x", "--current-password",
                     "0ldsecret", "--new-password", "n3wsecret"}) == 20);
    CHECK(world.said("rpc error: code = InvalidArgument desc = bad *** for ***"));
}

TEST_CASE("account bcrypt: a hash that the password fits") {
    application_run world;
    CHECK(world.run({"account", "bcrypt", "--password", "s3cret"}) == 0);
    const auto hash = world.streams.output;
    CHECK(hash.starts_with("$2a$10$"));
    CHECK(hash.size() == 60);
    crypt_data work{};
    CHECK(::crypt_rn("s3cret", hash.c_str(), &work, sizeof work) == hash);
    application_run other;
    other.streams.input = {"s3cret"};
    CHECK(other.run({"account", "bcrypt"}) == 0);
    CHECK(other.streams.output != "Password: " + hash); // a salt of its own
    application_run wrong;
    CHECK(wrong.run({"account", "bcrypt", "--password", std::string(73, 'x')}) == 1);
}

TEST_CASE("account update-password: both passwords line by line from standard input") {
    application_run world;
    answer_user(world);
    world.streams.input = {"old", "new"};
    world.server.on("PUT /api/v1/account/password").json("{}").inspect([](const auto& request) {
        CHECK(request.body == R"({"newPassword":"new","currentPassword":"old","name":"other"})");
    });
    CHECK(world.run({"account", "update-password", "--account", "other", "--current-password-stdin",
                     "--new-password-stdin"}) == 0);
    CHECK(world.streams.output == "Password updated\n");

    application_run half;
    half.streams.input = {"old"};
    CHECK(half.run({"account", "update-password", "--current-password-stdin",
                    "--new-password-stdin"}) == 20);
    CHECK(half.said("--new-password-stdin: no password on standard input"));

    application_run hashed;
    hashed.streams.input = {"pw"};
    CHECK(hashed.run({"account", "bcrypt", "--password-stdin"}) == 0);
    CHECK(hashed.streams.output.starts_with("$2a$10$"));
}

} // namespace argocdpp
