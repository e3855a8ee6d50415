#include "command_run.hpp"

#include <doctest/doctest.h>

#include <base64.hpp>
#include <fstream>

namespace argocdpp {
namespace {

using tests::command_run;
using tests::token_of;

constexpr std::string_view admin = R"({"iss":"argocd","sub":"admin:login"})";

void answer_version(command_run& world, std::string_view root = "") {
    world.server.on("GET " + std::string(root) + "/api/version").json(R"({"Version":"v3.5.1"})");
}

tests::stub& answer_session(command_run& world, std::string_view claims = admin,
                            std::string_view root = "") {
    return world.server.on("POST " + std::string(root) + "/api/v1/session")
        .json(R"({"token":")" + token_of(claims) + R"("})");
}

error handshake_failure(std::string_view text) {
    error made(error_kind::tls, "error creating connection: " + std::string(text));
    made.first_contact = true;
    return made;
}

/// A server whose certificate nobody trusts.
std::optional<error> untrusted(const client_settings& settings) {
    if (settings.plain_text || settings.tls.insecure)
        return std::nullopt;
    return handshake_failure("tls: failed to verify certificate: x509: certificate signed by "
                             "unknown authority");
}

/// A server that speaks plain text only.
std::optional<error> without_tls(const client_settings& settings) {
    if (settings.plain_text)
        return std::nullopt;
    return handshake_failure("tls: first record does not look like a TLS handshake");
}

} // namespace

TEST_CASE("login: a context, a server and a user are written and made current") {
    command_run world;
    answer_version(world);
    answer_session(world).inspect([](const http_request& request) {
        CHECK(request.body == R"({"username":"admin","password":"pw"})");
    });
    CHECK(world.run({"login", "cd.example.com", "--username", "admin", "--password", "pw"}) == 0);
    CHECK(world.streams.output == "'admin:login' logged in successfully\n"
                                  "Context 'cd.example.com' updated\n");
    CHECK(world.streams.talk.empty());
    CHECK(world.config() == "contexts:\n- name: cd.example.com\n  server: cd.example.com\n"
                            "  user: cd.example.com\ncurrent-context: cd.example.com\n"
                            "prompts-enabled: false\nservers:\n- grpc-web-root-path: \"\"\n"
                            "  server: cd.example.com\nusers:\n- auth-token: " +
                                token_of(admin) + "\n  name: cd.example.com\n");
}

TEST_CASE("login: a person is called by email, else name, else identifier") {
    const std::pair<const char*, const char*> cases[] = {
        {R"({"email":"a@b.c","name":"A","sub":"s"})", "a@b.c"},
        {R"({"name":"A","sub":"s"})", "A"},
        {R"({"sub":"s","federated_claims":{"user_id":"u"}})", "u"},
        {R"({"sub":"s","federated_claims":{}})", "s"},
    };
    for (const auto& [claims, shown] : cases) {
        command_run world;
        answer_session(world, claims);
        CHECK(world.run({"login", "a", "--skip-test-tls", "--username", "x", "--password", "y"}) ==
              0);
        CHECK(world.streams.output.starts_with("'" + std::string(shown) + "' logged in"));
    }
}

TEST_CASE("login: what is missing is asked for") {
    command_run world;
    world.streams.is_terminal = true;
    world.streams.input = {"", "  admin "};
    world.streams.secrets = {"", "pw"};
    answer_session(world).inspect([](const http_request& request) {
        CHECK(request.body == R"({"username":"admin","password":"pw"})");
    });
    CHECK(world.run({"login", "a", "--skip-test-tls"}) == 0);
    CHECK(world.streams.output.starts_with("Username: Username: Password: Password: '"));
}

TEST_CASE("login: both answers may come through one pipe") {
    command_run world;
    world.streams.input = {"admin", "pw"};
    answer_session(world).inspect([](const http_request& request) {
        CHECK(request.body == R"({"username":"admin","password":"pw"})");
    });
    CHECK(world.run({"login", "a", "--skip-test-tls"}) == 0);
}

TEST_CASE("login: an input that has ended names the flag to pass") {
    command_run world;
    CHECK(world.run({"login", "a", "--skip-test-tls"}) == 20);
    CHECK(world.said("EOF: no answer on standard input; pass --username"));
}

TEST_CASE("login: an untrusted certificate needs a yes, which is remembered") {
    command_run world;
    world.obstacle = untrusted;
    world.streams.input = {"what", "Yes"};
    answer_version(world);
    answer_session(world);
    CHECK(world.run({"login", "a", "-H", "X-Gate: s3cret", "--username", "x", "--password", "y"}) ==
          0);
    const std::string question =
        "WARNING: server certificate had error: error creating connection: tls: failed to verify "
        "certificate: x509: certificate signed by unknown authority. Proceed insecurely (y/n)? ";
    CHECK(world.streams.output.starts_with(question + question + "'"));
    CHECK(world.config().find("  insecure: true\n") != std::string::npos);
    REQUIRE(world.connections.size() == 3);
    CHECK(world.connections[0].headers.size() == 1);
    CHECK(world.connections[1].headers.empty()); // nobody had agreed yet
    CHECK(world.connections[2].headers.size() == 1);
    CHECK(world.connections[2].tls.insecure);
}

TEST_CASE("login: a server without TLS needs a yes, which is remembered") {
    command_run world;
    world.obstacle = without_tls;
    world.streams.input = {"y"};
    answer_version(world);
    answer_session(world);
    CHECK(world.run({"login", "a:8080", "--username", "x", "--password", "y"}) == 0);
    CHECK(world.streams.output.starts_with(
        "WARNING: server is not configured with TLS. Proceed (y/n)? '"));
    CHECK(world.config().find("- grpc-web-root-path: \"\"\n  plain-text: true\n") !=
          std::string::npos);
}

TEST_CASE("login: a no sends nothing and changes nothing") {
    command_run world;
    world.obstacle = untrusted;
    world.streams.input = {"n"};
    answer_version(world);
    CHECK(world.run({"login", "a", "--username", "x", "--password", "y"}) == 1);
    CHECK(world.config().empty());
    CHECK(world.streams.talk.empty());
}

TEST_CASE("login: --plaintext and --insecure are not asked about") {
    command_run plain;
    plain.obstacle = without_tls;
    answer_version(plain);
    answer_session(plain);
    CHECK(plain.run({"login", "a", "--plaintext", "--username", "x", "--password", "y"}) == 0);
    CHECK(plain.connections.size() == 2);

    command_run insecure;
    insecure.obstacle = untrusted;
    answer_version(insecure);
    answer_session(insecure);
    CHECK(insecure.run({"login", "a", "--insecure", "--username", "x", "--password", "y"}) == 0);
}

TEST_CASE("login: a server that is not there is an error before anything is asked") {
    command_run world;
    world.obstacle = [](const client_settings&) {
        return error(error_kind::unreachable,
                     "error dial proxy: dial tcp 127.0.0.1:1: connect: connection refused");
    };
    CHECK(world.run({"login", "127.0.0.1:1"}) == 20);
    CHECK(world.said("error dial proxy: dial tcp 127.0.0.1:1: connect: connection refused"));
    CHECK(world.connections.size() == 1);
    CHECK(world.streams.output.empty());
}

TEST_CASE("login: a silent server is given up at the first try") {
    command_run world;
    world.obstacle = [](const client_settings&) {
        return error(error_kind::timeout, "error creating connection: read tcp a->b: i/o timeout");
    };
    CHECK(world.run({"login", "a"}) == 20);
    CHECK(world.connections.size() == 1);
}

TEST_CASE("login: URLs name scheme, port and root path") {
    struct expectation {
        const char* argument;
        const char* server;
        const char* context;
        const char* root;
        bool plain_text;
    };
    const expectation cases[] = {
        {"https://cd.example.com/argo/", "cd.example.com", "cd.example.com/argo", "/argo", false},
        {"https://cd.example.com:8443", "cd.example.com:8443", "cd.example.com:8443", "", false},
        {"http://localhost:8080", "localhost:8080", "localhost:8080", "", true},
        {"http://localhost", "localhost:80", "localhost:80", "", true},
        {"cd.example.com/argo", "cd.example.com", "cd.example.com/argo", "/argo", false},
        {"[::1]:8080", "[::1]:8080", "[::1]:8080", "", false},
    };
    for (const expectation& expected : cases) {
        CAPTURE(expected.argument);
        command_run world;
        answer_version(world, expected.root);
        answer_session(world, admin, expected.root);
        CHECK(world.run({"login", expected.argument, "--username", "x", "--password", "y"}) == 0);
        const std::string config = world.config();
        CHECK(config.find(expected.server) != std::string::npos);
        CHECK(world.streams.output.ends_with("Context '" + std::string(expected.context) +
                                             "' updated\n"));
        CHECK((config.find("plain-text: true") != std::string::npos) == expected.plain_text);
        CHECK(world.connections.front().plain_text == expected.plain_text);
    }
}

TEST_CASE("login: --name names the context") {
    command_run world;
    answer_session(world);
    CHECK(world.run({"login", "a", "--name", "prod", "--skip-test-tls", "--username", "x",
                     "--password", "y"}) == 0);
    CHECK(world.streams.output.ends_with("Context 'prod' updated\n"));
    CHECK(world.config().starts_with("contexts:\n- name: prod\n  server: a\n  user: prod\n"));
}

TEST_CASE("login: --server-crt is trusted, and kept for the commands to come") {
    command_run world;
    const std::string authority = "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n";
    const std::string file = (world.directory / "ca.pem").string();
    std::ofstream(file) << authority;
    answer_version(world);
    answer_session(world);
    CHECK(world.run({"login", "a", "--server-crt", file, "--username", "x", "--password", "y"}) ==
          0);
    CHECK(world.connections.front().tls.extra_authorities == authority);
    CHECK(world.config().find(cli::encode_base64(authority).substr(0, 40)) != std::string::npos);
}

TEST_CASE("login: neither the environment's server and token nor another context counts") {
    command_run world;
    world.variables["ARGOCD_SERVER"] = "other.example.com";
    world.variables["ARGOCD_AUTH_TOKEN"] = "x.y.z";
    world.write_config("contexts:\n- name: o\n  server: o\n  user: o\ncurrent-context: o\n"
                       "servers:\n- server: o\n  insecure: true\n  plain-text: true\n"
                       "users:\n- name: o\n  auth-token: a.b.c\n");
    answer_version(world);
    answer_session(world).inspect([](const http_request& request) {
        CHECK(http_head{.status = 0, .headers = request.headers}.header("Authorization").empty());
    });
    CHECK(world.run({"login", "a", "--username", "x", "--password", "y"}) == 0);
    CHECK(world.connections.front().server.host == "a");
    CHECK_FALSE(world.connections.front().tls.insecure);
    CHECK_FALSE(world.connections.front().plain_text);
    CHECK(world.config().find("a.b.c") != std::string::npos);
}

TEST_CASE("login: wrong credentials change nothing and show no password") {
    command_run world;
    world.server.on("POST /api/v1/session")
        .status(401)
        .json(R"({"error":"x","code":16,"message":"Invalid username or password"})");
    CHECK(world.run({"login", "a", "--skip-test-tls", "--username", "x", "--password", "s3cret",
                     "--loglevel", "debug"}) == 20);
    CHECK(world.said("rpc error: code = Unauthenticated desc = Invalid username or password"));
    CHECK(world.streams.talk.find("s3cret") == std::string::npos);
    CHECK(world.config().empty());
}

TEST_CASE("login: any fault on the way leaves the config file alone") {
    for (const tests::fault what : tests::every_fault) {
        command_run world;
        answer_session(world);
        world.server.break_request(0, what);
        CHECK(world.run({"login", "a", "--skip-test-tls", "--username", "x", "--password", "y"}) !=
              0);
        CHECK(world.config().empty());
        CHECK(world.streams.output.empty());
    }
}

TEST_CASE("login: a server without single sign-on says so") {
    command_run world;
    world.server.on("GET /api/v1/settings").json(R"({"url":"https://a"})");
    CHECK(world.run({"login", "a", "--skip-test-tls", "--sso"}) == 20);
    CHECK(world.said("a:443 is not configured with SSO"));
    CHECK(world.streams.output.empty());
    CHECK(world.config().empty());
}

TEST_CASE("login: nobody who logs in on another device ends the login with its code") {
    command_run world;
    world.server.on("GET /api/v1/settings")
        .json(R"({"oidcConfig":{"issuer":"https://id","clientID":"web"}})");
    world.server.on("GET /.well-known/openid-configuration")
        .json(R"({"issuer":"https://id","authorization_endpoint":"https://id/a","token_endpoint":)"
              R"("https://id/t","jwks_uri":"https://id/k","device_authorization_endpoint":)"
              R"("https://id/d"})");
    world.server.on("POST /d").json(R"({"device_code":"d","user_code":"AB-CD","verification_uri":)"
                                    R"("https://id/enter","expires_in":60,"interval":10})");
    world.server.on("POST /t").status(400).json(R"({"error":"authorization_pending"})").forever();
    CHECK(world.run({"login", "a", "--skip-test-tls", "--sso"}) == 1);
    CHECK(world.streams.output == "Performing device_code flow login: https://id/enter\n"
                                  "To authenticate, open https://id/enter on any device and enter "
                                  "the code AB-CD\n");
    CHECK(world.said("the code has expired before anybody logged in with it"));
    CHECK(world.config().empty());
}

TEST_CASE("login: without a server there is help") {
    command_run world;
    CHECK(world.run({"login"}) == 1);
    CHECK(world.streams.output.find("argocdpp login SERVER") != std::string::npos);
}

TEST_CASE("login: --password-stdin takes the first line before anything is asked") {
    command_run world;
    world.streams.input = {"p w\r", "y"};
    answer_version(world);
    answer_session(world).inspect([](const http_request& request) {
        CHECK(request.body == R"({"username":"admin","password":"p w"})");
    });
    CHECK(world.run({"login", "cd.example.com", "--username", "admin", "--password-stdin"}) == 0);
    CHECK(world.streams.output == "'admin:login' logged in successfully\n"
                                  "Context 'cd.example.com' updated\n");

    command_run plain;
    plain.obstacle = without_tls;
    plain.streams.input = {"y", "y"};
    answer_session(plain).inspect([](const http_request& request) {
        CHECK(request.body == R"({"username":"admin","password":"y"})");
    });
    answer_version(plain);
    CHECK(plain.run({"login", "cd.example.com", "--username", "admin", "--password-stdin"}) == 0);
    CHECK(plain.streams.output.starts_with("WARNING: server is not configured with TLS."));
}

TEST_CASE("login: --password-stdin with nothing to read, or more than one password, is refused") {
    const std::vector<std::string> words = {"login", "cd.example.com", "--password-stdin"};
    const auto refusal = [&](std::vector<std::string> more, std::vector<std::string> input) {
        command_run world;
        world.streams.input = std::move(input);
        more.insert(more.begin(), words.begin(), words.end());
        CHECK(world.run(more) == 20);
        CHECK(world.connections.empty());
        return world.streams.talk;
    };
    const auto has = [](const std::string& talk, std::string_view what) {
        return talk.find(what) != talk.npos;
    };
    CHECK(has(refusal({"--username", "a"}, {}), "--password-stdin: no password on standard input"));
    CHECK(has(refusal({"--username", "a", "--password", "x"}, {"y"}),
              "only --password or --password-stdin is allowed, not both"));
    CHECK(has(refusal({}, {"x"}), "--password-stdin needs --username"));
}

} // namespace argocdpp
