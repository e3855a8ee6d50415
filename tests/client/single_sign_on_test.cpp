#include "../support/fake_clock.hpp"
#include "../support/scripted_transport.hpp"
#include "issuer_key.hpp"

#include <argocdpp/client_only.hpp>
#include <argocdpp/single_sign_on.hpp>

#include <doctest/doctest.h>

#include <open_id/callback.hpp>
#include <open_id/form.hpp>

namespace argocdpp {
namespace {

using namespace std::chrono_literals;
using tests::every_fault;
using tests::fake_clock;
using tests::fault;
using tests::issuer_key;
using tests::script;

constexpr std::string_view issuer_url = "https://id.example.com/realm";
constexpr long long early_2027 = 1'800'000'000;

const issuer_key& usual_key() {
    static const issuer_key key("RS256", "k1");
    return key;
}

/// The claims of a good token but for one that is replaced ("exp":1) or, as "exp":, left out.
std::string claims_with(std::string_view changed = "", std::string_view nonce = "") {
    std::string text;
    const std::pair<std::string, std::string> usual[] = {
        {"iss", "\"" + std::string(issuer_url) + "\""},
        {"aud", "\"cli\""},
        {"sub", "\"u-1\""},
        {"exp", std::to_string(early_2027 + 3600)},
        {"iat", std::to_string(early_2027)},
        {"nonce", "\"" + std::string(nonce) + "\""},
    };
    for (const auto& [name, value] : usual)
        if (!changed.starts_with("\"" + name + "\":") && (name != "nonce" || !nonce.empty()))
            text += (text.empty() ? "\"" : ",\"") + name + "\":" + value;
    if (!changed.empty() && !changed.ends_with(":"))
        text += "," + std::string(changed);
    return "{" + text + "}";
}

std::string key_set(std::initializer_list<const issuer_key*> keys) {
    std::string text;
    for (const issuer_key* key : keys)
        text += (text.empty() ? "" : ",") + key->public_json();
    return R"({"keys":[)" + text + "]}";
}

/// Argo CD and its issuer, which one script answers for.
struct scene {
    explicit scene(std::string_view metadata = "")
        : server(&clock) {
        server.on("GET /api/v1/settings")
            .json(R"({"url":"https://cd","oidcConfig":{"issuer":")" + std::string(issuer_url) +
                  R"(","clientID":"web","cliClientID":"cli"}})");
        configuration(metadata);
    }

    void configuration(std::string_view more) {
        std::string text = R"({"issuer":")" + std::string(issuer_url) + R"(")";
        for (const auto* name : {"authorization_endpoint", "token_endpoint", "jwks_uri"})
            if (more.find("\"" + std::string(name)) == more.npos)
                text += std::string(",\"") + name + "\":\"https://id.example.com/" +
                        (name[0] == 'a'   ? "authorize"
                         : name[0] == 't' ? "token"
                                          : "keys") +
                        "\"";
        server.on("GET /realm/.well-known/openid-configuration")
            .json(text + (more.empty() ? "" : ",") + std::string(more) + "}");
    }

    single_sign_on start() {
        client_settings settings;
        settings.server.host = "cd.example.com";
        settings.token = "argo.cd.token";
        settings.headers = {{"X-Proxy", "secret"}};
        client_world world;
        world.time = clock;
        world.random = [] { return 0.5; };
        world.connection = server.connection();
        argocd = std::make_unique<client>(std::move(settings), std::move(world));
        return argocd->sign_on([this](const client_settings& to, argocdpp::clock&) {
            visited.push_back(to);
            return server.connection();
        });
    }

    /// Runs a step; the error it ends with, if any.
    std::optional<error> failure_of(task<void> step) {
        try {
            clock.run(std::move(step));
        } catch (const error& thrown) {
            return thrown;
        }
        return std::nullopt;
    }

    fake_clock clock;
    script server;
    std::unique_ptr<client> argocd;
    std::vector<client_settings> visited;
};

task<void> redeem(single_sign_on& issuer, const sso_request& request, sso_tokens& tokens) {
    tokens = co_await issuer.redeem(request, "c0de");
}

task<void> renew(single_sign_on& issuer, std::string old_token, sso_tokens& tokens) {
    tokens = co_await issuer.renew("r-1", std::move(old_token));
}

task<void> log_in_on_device(single_sign_on& issuer, sso_tokens& tokens) {
    const sso_device device = co_await issuer.begin_on_device();
    tokens = co_await issuer.wait_for(device);
}

/// Redeems a token with these claims and signed so; the error's words, empty where it is taken.
std::string verdict_on(std::string_view changed, const issuer_key& key = usual_key(),
                       std::string_view head = "") {
    scene world;
    single_sign_on issuer = world.start();
    world.clock.run(issuer.discover());
    const sso_request request = issuer.begin("http://localhost:8085/auth/callback");
    const std::string token = key.token(claims_with(changed, request.nonce), head);
    world.server.on("POST /token").json(R"({"id_token":")" + token + R"("})");
    // What needs no key is refused without asking for one.
    const std::string_view why = head.empty() ? std::string_view("keys") : head;
    const bool is_checked = why.find("none") == why.npos && why.find("HS256") == why.npos &&
                            why.find("crit") == why.npos;
    if (is_checked)
        world.server.on("GET /keys").json(key_set({&key}));
    sso_tokens tokens;
    const auto failure = world.failure_of(redeem(issuer, request, tokens));
    CHECK(tokens.id_token.empty() == failure.has_value());
    if (failure)
        CHECK(std::string_view(failure->what()).find(token) == std::string_view::npos);
    return failure ? failure->what() : "";
}

constexpr std::string_view refused = "the issuer's token is refused: ";

} // namespace

TEST_CASE("sign-on: a login by browser is asked for with PKCE, state and nonce") {
    scene world(R"("scopes_supported":["openid","offline_access"])");
    single_sign_on issuer = world.start();
    world.clock.run(issuer.discover());
    const sso_request request = issuer.begin("http://localhost:8085/auth/callback");
    const auto query = open_id::decode_form(request.url.substr(request.url.find('?') + 1));
    CHECK(request.url.starts_with("https://id.example.com/authorize?access_type=offline&"));
    CHECK(open_id::field(query, "client_id") == "cli");
    CHECK(open_id::field(query, "scope") == "openid profile email groups offline_access");
    CHECK(open_id::field(query, "state") == request.state);
    CHECK(open_id::field(query, "nonce") == request.nonce);
    CHECK(open_id::field(query, "code_challenge").size() == 43);
    CHECK(request.url.find(request.verifier) == std::string::npos);
    const sso_request other = issuer.begin("http://localhost:8085/auth/callback");
    CHECK(other.state != request.state);
    CHECK(other.nonce != request.nonce);
    CHECK(other.verifier != request.verifier);
    REQUIRE(world.visited.size() == 1);
    CHECK(world.visited[0].server.authority() == "id.example.com:443");
    CHECK(world.visited[0].token.empty());
    CHECK(world.visited[0].headers.empty());
}

TEST_CASE("sign-on: a code becomes tokens, whatever the issuer signs with") {
    for (const char* alg :
         {"RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "ES512", "EdDSA"}) {
        CAPTURE(alg);
        const issuer_key key(alg, "k9");
        CHECK(verdict_on("", key) == "");
    }
    CHECK(verdict_on("", usual_key(), R"({"alg":"RS256"})") == ""); // names no key
}

TEST_CASE("sign-on: what is sent for a code") {
    scene world;
    single_sign_on issuer = world.start();
    world.clock.run(issuer.discover());
    const sso_request request = issuer.begin("http://localhost:1/auth/callback");
    world.server.on("POST /token")
        .json(R"({"id_token":")" + usual_key().token(claims_with("", request.nonce)) +
              R"(","refresh_token":"r-2"})")
        .inspect([&](const http_request& sent) {
            CHECK(sent.body == "client_id=cli&code=c0de&code_verifier=" + request.verifier +
                                   "&grant_type=authorization_code&redirect_uri="
                                   "http%3A%2F%2Flocalhost%3A1%2Fauth%2Fcallback");
        });
    world.server.on("GET /keys").json(key_set({&usual_key()}));
    sso_tokens tokens;
    world.clock.run(redeem(issuer, request, tokens));
    CHECK(tokens.refresh_token == "r-2");
}

TEST_CASE("sign-on: claims that are not those of this login are refused") {
    const std::pair<const char*, const char*> cases[] = {
        {R"("iss":"https://evil")", "it was issued by https://evil, not by "
                                    "https://id.example.com/realm"},
        {R"("aud":"web")", "it is not meant for the client cli"},
        {R"("aud":["web","x"])", "it is not meant for the client cli"},
        {R"("aud":)", "it is not meant for the client cli"},
        {R"("azp":"web")", "it was given to another client than cli"},
        {R"("exp":1799990000)", "it has expired"},
        {R"("exp":"1900000000")", "it does not say when it expires"},
        {R"("exp":)", "it does not say when it expires"},
        {R"("nbf":1800000100)", "it is not valid yet"},
        {R"("iat":1800000100)", "it was issued in the future; is the clock of this machine right?"},
        {R"("nonce":"forged")", "its nonce is not the one of this login"},
        {R"("nonce":)", "its nonce is not the one of this login"},
    };
    for (const auto& [changed, why] : cases) {
        CAPTURE(changed);
        CHECK(verdict_on(changed) == std::string(refused) + why);
    }
    CHECK(verdict_on(R"("aud":["web","cli"],"azp":"cli")") == "");
    CHECK(verdict_on(R"("exp":1799999990.5)") == ""); // within the leeway
}

TEST_CASE("sign-on: signatures that prove nothing are refused") {
    const std::string unproven = " is none that the issuer's public keys can prove";
    CHECK(verdict_on("", usual_key(), R"({"alg":"none"})") ==
          std::string(refused) + "its signature (none)" + unproven);
    CHECK(verdict_on("", usual_key(), R"({"alg":"HS256","kid":"k1"})") ==
          std::string(refused) + "its signature (HS256)" + unproven);
    CHECK(verdict_on("", usual_key(), R"({"alg":"RS256","crit":["x"]})") ==
          std::string(refused) + "its header holds extensions that are not known");
    // Made with RS256, said to be RS512.
    CHECK(verdict_on("", usual_key(), R"({"alg":"RS512","kid":"k1"})") ==
          std::string(refused) + "its signature is wrong");
}

TEST_CASE("sign-on: keys are read once more for a key that is not among them") {
    const issuer_key fresh("ES256", "k2");
    for (const bool appears : {true, false}) {
        scene world;
        single_sign_on issuer = world.start();
        world.clock.run(issuer.discover());
        const sso_request request = issuer.begin("http://localhost:1/auth/callback");
        world.server.on("POST /token")
            .json(R"({"id_token":")" + fresh.token(claims_with("", request.nonce)) + R"("})");
        world.server.on("GET /keys").json(key_set({&usual_key()}));
        world.server.on("GET /keys")
            .json(appears ? key_set({&usual_key(), &fresh}) : key_set({&usual_key()}));
        sso_tokens tokens;
        const auto failure = world.failure_of(redeem(issuer, request, tokens));
        CHECK(failure.has_value() != appears);
    }
}

TEST_CASE("sign-on: an issuer's refusal is told in its words, without the code") {
    scene world;
    single_sign_on issuer = world.start();
    world.clock.run(issuer.discover());
    const sso_request request = issuer.begin("http://localhost:1/auth/callback");
    world.server.on("POST /token")
        .status(400)
        .json(R"({"error":"invalid_grant","error_description":"c0de is used"})");
    sso_tokens tokens;
    const auto failure = world.failure_of(redeem(issuer, request, tokens));
    REQUIRE(failure);
    CHECK(std::string(failure->what()) == R"(oauth2: "invalid_grant" "*** is used")");
}

TEST_CASE("sign-on: an issuer's configuration is held against its name and its protection") {
    const std::pair<const char*, const char*> cases[] = {
        {R"("token_endpoint":"http://id.example.com/token")", "http://id.example.com/token"},
        {R"("authorization_endpoint":"file:///etc/passwd")", "file:///etc/passwd"},
        {R"("jwks_uri":"")", "\"\""},
    };
    for (const auto& [metadata, named] : cases) {
        CAPTURE(metadata);
        scene world(metadata);
        single_sign_on issuer = world.start();
        const auto failure = world.failure_of(issuer.discover());
        REQUIRE(failure);
        CHECK(std::string(failure->what()).find(named) != std::string::npos);
    }
}

TEST_CASE("sign-on: a server without an issuer says so") {
    fake_clock clock;
    script server;
    server.on("GET /api/v1/settings").json(R"({"url":"https://cd","dexConfig":{}})");
    client_settings settings;
    settings.server.host = "cd.example.com";
    client_world world;
    world.time = clock;
    world.connection = server.connection();
    client argocd(std::move(settings), std::move(world));
    single_sign_on issuer = argocd.sign_on();
    CHECK_THROWS_WITH(clock.run(issuer.discover()),
                      "cd.example.com:443 is not configured with SSO");
}

TEST_CASE("sign-on: the implicit flow is refused") {
    scene world(R"("response_types_supported":["id_token"])");
    single_sign_on issuer = world.start();
    world.clock.run(issuer.discover());
    CHECK_THROWS_AS(issuer.begin("http://localhost:1/auth/callback"), error);
}

TEST_CASE("sign-on: on another device, at the issuer's pace") {
    scene world(R"("device_authorization_endpoint":"https://id.example.com/device")");
    single_sign_on issuer = world.start();
    world.clock.run(issuer.discover());
    world.server.on("POST /device")
        .json(
            R"({"device_code":"d","user_code":"AB-CD","verification_uri":"https://id.example.com/d",)"
            R"("expires_in":600})");
    for (const char* answer : {"authorization_pending", "slow_down"})
        world.server.on("POST /token")
            .status(400)
            .json(R"({"error":")" + std::string(answer) + R"("})");
    world.server.on("POST /token").fail(error_kind::lost);
    world.server.on("POST /token")
        .json(R"({"id_token":")" + usual_key().token(claims_with()) + R"("})")
        .inspect([](const http_request& sent) {
            CHECK(sent.body == "client_id=cli&device_code=d&grant_type="
                               "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code");
        });
    world.server.on("GET /keys").json(key_set({&usual_key()}));
    sso_tokens tokens;
    world.clock.run(log_in_on_device(issuer, tokens));
    CHECK_FALSE(tokens.id_token.empty());
    CHECK(world.clock.elapsed() == 5s + 5s + 10s + 20s);
}

TEST_CASE("sign-on: a device's code that nobody enters, or that is refused, ends the login") {
    for (const char* answer : {"authorization_pending", "access_denied", "expired_token"}) {
        CAPTURE(answer);
        scene world(R"("device_authorization_endpoint":"https://id.example.com/device")");
        single_sign_on issuer = world.start();
        world.clock.run(issuer.discover());
        world.server.on("POST /device")
            .json(
                R"({"device_code":"d","user_code":"AB","verification_uri":"https://id.example.com/d",)"
                R"("expires_in":60,"interval":10})");
        world.server.on("POST /token")
            .status(400)
            .json(R"({"error":")" + std::string(answer) + R"("})")
            .forever();
        sso_tokens tokens;
        const auto failure = world.failure_of(log_in_on_device(issuer, tokens));
        REQUIRE(failure);
        const bool is_pending = std::string_view(answer) == "authorization_pending";
        CHECK(failure->kind == (is_pending ? error_kind::timeout : error_kind::unauthenticated));
        CHECK(world.clock.elapsed() == (is_pending ? 50s : 10s));
    }
}

TEST_CASE("sign-on: renewing keeps the old refresh token where there is no new one") {
    scene world;
    single_sign_on issuer = world.start();
    world.clock.run(issuer.discover());
    world.server.on("POST /token")
        .json(R"({"id_token":")" + usual_key().token(claims_with()) + R"("})")
        .inspect([](const http_request& sent) {
            CHECK(sent.body == "client_id=cli&grant_type=refresh_token&refresh_token=r-1");
        });
    world.server.on("GET /keys").json(key_set({&usual_key()}));
    sso_tokens tokens;
    world.clock.run(renew(issuer, usual_key().token(claims_with(R"("exp":1)")), tokens));
    CHECK(tokens.refresh_token == "r-1");
}

TEST_CASE("sign-on: a refresh token only goes to the issuer of the old token") {
    scene world;
    single_sign_on issuer = world.start();
    world.clock.run(issuer.discover());
    sso_tokens tokens;
    const std::string old_token = usual_key().token(claims_with(R"("iss":"https://old")"));
    const auto failure = world.failure_of(renew(issuer, old_token, tokens));
    REQUIRE(failure);
    CHECK(std::string(failure->what()).find("https://old") != std::string::npos);
}

TEST_CASE("sign-on: somebody else's token is not taken for a renewed one") {
    scene world;
    single_sign_on issuer = world.start();
    world.clock.run(issuer.discover());
    world.server.on("POST /token")
        .json(R"({"id_token":")" + usual_key().token(claims_with(R"("sub":"u-2")")) + R"("})");
    world.server.on("GET /keys").json(key_set({&usual_key()}));
    sso_tokens tokens;
    const auto failure = world.failure_of(renew(issuer, usual_key().token(claims_with()), tokens));
    REQUIRE(failure);
    CHECK(std::string(failure->what()) == std::string(refused) + "it is somebody else's");
}

TEST_CASE("sign-on: a code is sent once, and a broken connection is an error or got over") {
    for (const fault what : every_fault)
        for (std::size_t at = 0; at < 4; ++at) {
            CAPTURE(at);
            scene world;
            single_sign_on issuer = world.start();
            world.server.break_request(at, what);
            auto failure = world.failure_of(issuer.discover());
            sso_tokens tokens;
            if (!failure) {
                const sso_request request = issuer.begin("http://localhost:1/auth/callback");
                const std::string token = usual_key().token(claims_with("", request.nonce));
                world.server.on("POST /token").json(R"({"id_token":")" + token + R"("})");
                world.server.on("GET /keys").json(key_set({&usual_key()}));
                failure = world.failure_of(redeem(issuer, request, tokens));
            }
            CHECK(failure.has_value() == tokens.id_token.empty());
            std::size_t sent = 0;
            for (const http_request& one : world.server.requests())
                sent += one.method == "POST";
            CHECK(sent <= 1);
            // Only Argo CD's own address is named as one that can't be reached.
            const bool is_misleading = failure && failure->first_contact && at > 0;
            CHECK_FALSE(is_misleading);
        }
}

TEST_CASE("sign-on: what a browser may say when it comes back") {
    sso_request request;
    request.state = "s t";
    const auto status_of = [&](std::string_view line) {
        return open_id::read_callback(std::string(line) + "\r\nHost: x\r\n\r\n", request).status;
    };
    const auto came = [&](std::string_view query) {
        return open_id::read_callback(
            "GET /auth/callback?" + std::string(query) + " HTTP/1.1\r\n\r\n", request);
    };
    CHECK(status_of("GET /favicon.ico HTTP/1.1") == 404);
    CHECK(status_of("GET /auth/callback/x?state=s+t&code=1 HTTP/1.1") == 404);
    CHECK(status_of("POST /auth/callback?state=s+t&code=1 HTTP/1.1") == 405);
    CHECK(status_of("GET /auth/callback HTTP/1.1") == 400);
    CHECK(status_of("\x16\x03\x01") == 400);
    CHECK(status_of("") == 400);
    CHECK(came("code=a%2Fb&state=s+t").code == "a/b");
    CHECK(came("code=x&state=other").problem == "Unknown state nonce");
    CHECK(came("code=x").problem == "Unknown state nonce");
    CHECK(came("error=access_denied&error_description=no%0Aone&state=s%20t").problem ==
          "access_denied: no one");
    CHECK(came("error=access_denied").problem == "access_denied: ");
    CHECK(came("error=access_denied&state=other").problem == "Unknown state nonce");
    CHECK(came("state=s+t").problem == "no code in request");
    CHECK(open_id::page(400, "a<b", "\"&").find("a&lt;b") != std::string::npos);
}

} // namespace argocdpp
