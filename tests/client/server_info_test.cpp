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

client client_of(script& server, fake_clock& clock, client_settings settings) {
    client_world world;
    world.time = clock;
    world.random = [] { return 0.5; };
    world.connection = server.connection();
    return client(std::move(settings), std::move(world));
}

client_settings settings_of(std::string host, std::uint16_t port) {
    client_settings settings;
    settings.server.host = std::move(host);
    settings.server.port = port;
    return settings;
}

task<void> ask_version(client& argocd, proto::version_info& version) {
    version = co_await argocd.info().version();
}

task<void> ask_url(client& argocd, std::string& url) {
    url = co_await argocd.info().application_url("guestbook");
}

std::string url_of(client_settings settings, std::string_view answer) {
    fake_clock clock;
    script server;
    server.on("GET " + settings.server.root_path + "/api/v1/settings").json(answer);
    client argocd = client_of(server, clock, std::move(settings));
    std::string url;
    clock.run(ask_url(argocd, url));
    return url;
}

} // namespace

TEST_CASE("the version of a server, as much as it tells") {
    fake_clock clock;
    script server;
    server.on("GET /api/version").json(R"({"Version":"v3.5.1+109ca7c"})");
    client argocd = client_of(server, clock, settings_of("a", 443));
    proto::version_info version;
    clock.run(ask_version(argocd, version));
    CHECK(version.version == "v3.5.1+109ca7c");
    CHECK(version.build_date.empty());
}

TEST_CASE("the version is asked for again where the connection broke, and only there") {
    for (const fault what : every_fault) {
        fake_clock clock;
        script server;
        server.on("GET /api/version").json(R"({"Version":"v3.5.1"})");
        server.break_request(0, what);
        client argocd = client_of(server, clock, settings_of("a", 443));
        proto::version_info version;
        if (what == fault::lost || what == fault::cut) {
            clock.run(ask_version(argocd, version));
            CHECK(version.version == "v3.5.1");
        } else {
            CHECK_THROWS_AS(clock.run(ask_version(argocd, version)), error);
        }
    }
}

TEST_CASE("an application's address is the one the settings name") {
    CHECK(url_of(settings_of("a", 443), R"({"url":"https://cd.example.com"})") ==
          "https://cd.example.com/applications/guestbook");
}

TEST_CASE("without settings an application's address is this client's way to the server") {
    CHECK(url_of(settings_of("a", 443), "{}") == "https://a/applications/guestbook");
    CHECK(url_of(settings_of("a", 8443), "{}") == "https://a:8443/applications/guestbook");
    client_settings plain = settings_of("127.0.0.1", 8080);
    plain.plain_text = true;
    CHECK(url_of(plain, "{}") == "http://127.0.0.1:8080/applications/guestbook");
    plain.server.port = 443;
    CHECK(url_of(plain, "{}") == "http://127.0.0.1:443/applications/guestbook");
    client_settings rooted = settings_of("a", 443);
    rooted.server.root_path = "/argo";
    CHECK(url_of(rooted, "{}") == "https://a/argo/applications/guestbook");
}

} // namespace argocdpp
