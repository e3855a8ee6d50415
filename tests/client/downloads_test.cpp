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
using tests::stub;

constexpr std::string_view request = "GET /download/argocd-linux-amd64";
constexpr std::string_view monday = "Mon, 23 Nov 2026 22:39:26 GMT";
constexpr std::string_view tuesday = "Tue, 24 Nov 2026 22:39:26 GMT";

class received_file : public download_target {
  public:
    void start(std::optional<std::uint64_t> size) override {
        ++starts;
        total = size;
        text.clear();
    }
    void write(std::string_view piece) override { text += piece; }

    int starts = 0;
    std::optional<std::uint64_t> total;
    std::string text;
};

struct scene {
    scene() { server_settings_.server.host = "cd.example.com"; }

    stub& file(std::string_view size, std::string_view modified = monday) {
        return server.on(request)
            .header("Content-Type", "application/octet-stream")
            .header("Content-Length", size)
            .header("Last-Modified", modified);
    }
    stub& rest_of_file(std::string_view range, std::string_view modified = monday) {
        return server.on(request)
            .status(206)
            .header("Content-Type", "application/octet-stream")
            .header("Content-Range", range)
            .header("Last-Modified", modified);
    }
    stub& redirect(std::string_view from, std::string_view location) {
        return server.on("GET " + std::string(from)).status(302).header("Location", location);
    }

    void fetch() {
        client_world world;
        world.time = clock;
        world.random = [] { return 0.5; };
        world.connection = server.connection();
        client argocd(server_settings_, std::move(world));
        clock.run(argocd.files().fetch("argocd-linux-amd64", got));
    }
    error failure() {
        try {
            fetch();
        } catch (const error& problem) {
            return problem;
        }
        FAIL("the download should have failed");
        return error(error_kind::local, "");
    }

    client_settings server_settings_;
    fake_clock clock;
    script server{&clock};
    received_file got;
};

std::string header(const http_request& sent, std::string_view name) {
    const http_head head = {.status = 0, .headers = sent.headers};
    return std::string(head.header(name));
}

} // namespace

TEST_CASE("a file is fetched unpacked and without the token") {
    scene s;
    s.server_settings_.token = "a.b.c";
    s.file("10").pieces_of(3, "0123456789");
    s.fetch();
    CHECK(s.got.text == "0123456789");
    CHECK(s.got.total == 10);
    const http_request& sent = s.server.requests().front();
    CHECK(header(sent, "Accept-Encoding") == "identity");
    CHECK(header(sent, "Authorization").empty());
    CHECK(header(sent, "Range").empty());
}

TEST_CASE("a cut download goes on where it stopped") {
    scene s;
    s.file("10").piece("0123").cut();
    s.rest_of_file("bytes 4-9/10").piece("456789");
    s.fetch();
    CHECK(s.got.text == "0123456789");
    CHECK(s.got.starts == 1);
    CHECK(header(s.server.requests()[1], "Range") == "bytes=4-");
    CHECK(header(s.server.requests()[1], "If-Range") == monday);
}

TEST_CASE("a server that asks for a longer pause than ten seconds is not waited for") {
    scene s;
    s.server.on(request).status(503).header("Retry-After", "3600");
    CHECK(s.failure().http_status == 503);
    CHECK(s.clock.elapsed() == duration::zero());
}

TEST_CASE("a server may leave the date out of the rest of a file") {
    scene s;
    s.file("10").piece("0123").cut();
    s.server.on(request).status(206).header("Content-Range", "bytes 4-9/10").piece("456789");
    s.fetch();
    CHECK(s.got.text == "0123456789");
}

TEST_CASE("an entity tag is preferred to a date, unless it is weak") {
    scene s;
    s.file("10").header("ETag", "\"v1\"").piece("0123").cut();
    s.server.on(request).status(206).header("Content-Range", "bytes 4-9/10").piece("456789");
    s.fetch();
    CHECK(header(s.server.requests()[1], "If-Range") == "\"v1\"");

    scene weak;
    weak.file("10").header("ETag", "W/\"v1\"").piece("0123").cut();
    weak.rest_of_file("bytes 4-9/10").piece("456789");
    weak.fetch();
    CHECK(header(weak.server.requests()[1], "If-Range") == monday);
}

TEST_CASE("a file that has changed in between is fetched from its beginning") {
    scene s;
    s.file("10").piece("0123").cut();
    s.file("6", tuesday).piece("abcdef");
    s.fetch();
    CHECK(s.got.text == "abcdef");
    CHECK(s.got.starts == 2);
    CHECK(s.got.total == 6);
}

TEST_CASE("the rest of another file is not taken") {
    const char* wrong[] = {"bytes 5-9/10", "bytes 4-9/11", "bytes 4-9/*", ""};
    for (const char* range : wrong) {
        scene s;
        s.file("10").piece("0123").cut();
        s.rest_of_file(range).piece("xxxxxx");
        s.file("10").piece("0123456789");
        s.fetch();
        CHECK(s.got.text == "0123456789");
        CHECK(header(s.server.requests()[2], "Range").empty());
    }
    scene later;
    later.file("10").piece("0123").cut();
    later.rest_of_file("bytes 4-9/10", tuesday).piece("xxxxxx");
    later.file("10", tuesday).piece("0123456789");
    later.fetch();
    CHECK(later.got.text == "0123456789");
}

TEST_CASE("a range that the server does not have starts the download over") {
    scene s;
    s.file("10").piece("0123").cut();
    s.server.on(request).status(416).header("Content-Range", "bytes */2");
    s.file("2", tuesday).piece("ab");
    s.fetch();
    CHECK(s.got.text == "ab");
}

TEST_CASE("without anything to tell versions apart a cut download starts over") {
    scene s;
    s.server.on(request).header("Content-Length", "10").piece("0123").cut();
    s.server.on(request).header("Content-Length", "10").piece("0123456789");
    s.fetch();
    CHECK(s.got.text == "0123456789");
    CHECK(s.got.starts == 2);
}

TEST_CASE("many cuts are survived as long as each try brings something") {
    scene s;
    s.file("10").piece("0").cut();
    for (int i = 1; i < 9; ++i)
        s.rest_of_file("bytes " + std::to_string(i) + "-9/10").piece(std::to_string(i)).cut();
    s.rest_of_file("bytes 9-9/10").piece("9");
    s.fetch();
    CHECK(s.got.text == "0123456789");
}

TEST_CASE("four tries without progress are enough") {
    scene s;
    s.file("10").piece("0123").cut();
    for (int i = 0; i < 3; ++i)
        s.rest_of_file("bytes 4-9/10").cut();
    CHECK(s.failure().kind == error_kind::lost);
}

TEST_CASE("repeating the same beginning is no progress") {
    scene s;
    s.server.on(request).header("Content-Length", "10").piece("0123").cut().times(4);
    CHECK(s.failure().kind == error_kind::lost);
}

TEST_CASE("a download that falls silent goes on too") {
    scene s;
    s.file("10").piece("0123").hang();
    s.rest_of_file("bytes 4-9/10").piece("456789");
    s.fetch();
    CHECK(s.got.text == "0123456789");
}

TEST_CASE("a server that never answers is not asked again") {
    scene s;
    s.server.on(request).hang();
    CHECK(s.failure().kind == error_kind::timeout);
}

TEST_CASE("a download survives any single fault after its first byte") {
    for (const fault what : every_fault) {
        scene s;
        s.file("10").piece("0123").cut();
        s.rest_of_file("bytes 4-9/10").piece("456789");
        // The stub that was cut comes again, and is no longer what is missing.
        if (what == fault::cut)
            s.file("10").piece("0123456789");
        s.server.break_request(1, what);
        s.fetch();
        CHECK(s.got.text == "0123456789");
    }
}

TEST_CASE("a file shorter than promised is not taken for whole") {
    scene s;
    s.file("10").piece("0123");
    for (int i = 0; i < 3; ++i)
        s.rest_of_file("bytes 4-9/10");
    const error failure = s.failure();
    CHECK(failure.kind == error_kind::lost);
    CHECK(std::string(failure.what()).find("4 of 10 bytes") != std::string::npos);
}

TEST_CASE("a file longer than promised is refused") {
    scene s;
    s.file("10").piece("0123456789a");
    CHECK(s.failure().kind == error_kind::protocol);
}

TEST_CASE("a web page is not the file") {
    scene s;
    s.server.on(request)
        .header("Content-Type", "text/html; charset=utf-8")
        .piece("<!doctype html><title>Log in</title>");
    const error failure = s.failure();
    CHECK(failure.kind == error_kind::protocol);
    CHECK(std::string(failure.what()).find("web page instead of the file") != std::string::npos);
    CHECK(s.got.starts == 0);
}

TEST_CASE("a file that is not there is an error with the server's words") {
    scene s;
    s.server.on(request).status(404).piece("404 page not found\n");
    const error failure = s.failure();
    CHECK(failure.kind == error_kind::not_found);
    CHECK(std::string(failure.what()).find("404 page not found") != std::string::npos);
    CHECK(s.got.starts == 0);
}

TEST_CASE("a busy server is asked again") {
    scene s;
    s.server.on(request).status(503).piece("busy");
    s.file("1").piece("x");
    s.fetch();
    CHECK(s.got.text == "x");
}

TEST_CASE("redirects within the server are followed") {
    const char* locations[] = {"/files/cli?v=1", "https://cd.example.com/files/cli?v=1",
                               "https://CD.example.com:443/files/cli?v=1",
                               "//cd.example.com/files/cli?v=1", "../files/cli?v=1#top"};
    for (const char* location : locations) {
        scene s;
        s.redirect("/download/argocd-linux-amd64", location);
        const bool relative = std::string_view(location).starts_with("..");
        s.server.on(relative ? "GET /download/../files/cli?v=1" : "GET /files/cli?v=1")
            .header("Content-Length", "1")
            .piece("x");
        s.fetch();
        CHECK(s.got.text == "x");
    }
}

TEST_CASE("blanks and foreign letters in a redirect are encoded") {
    scene s;
    s.redirect("/download/argocd-linux-amd64", "/files/the cli \u00e9");
    s.server.on("GET /files/the%20cli%20%C3%A9").header("Content-Length", "1").piece("x");
    s.fetch();
    CHECK(s.got.text == "x");
}

TEST_CASE("redirects elsewhere are refused without showing what they carry") {
    const char* locations[] = {"https://other.example.com/login?secret=1",
                               "http://cd.example.com/x?secret=1",
                               "https://cd.example.com:8443/x?secret=1",
                               "https://cd.example.com@evil.example.com/x?secret=1",
                               "//evil.example.com/x?secret=1",
                               "ftp://cd.example.com/x?secret=1"};
    for (const char* location : locations) {
        scene s;
        s.redirect("/download/argocd-linux-amd64", location);
        const error failure = s.failure();
        CHECK(failure.kind == error_kind::protocol);
        CHECK(std::string(failure.what()).find("redirects to") != std::string::npos);
        CHECK(std::string(failure.what()).find("secret") == std::string::npos);
    }
}

TEST_CASE("a redirect that leads in a circle or nowhere ends") {
    scene s;
    s.redirect("/download/argocd-linux-amd64", "/download/argocd-linux-amd64").times(6);
    CHECK(s.failure().kind == error_kind::protocol);

    scene nowhere;
    nowhere.server.on(request).status(302);
    CHECK(nowhere.failure().kind == error_kind::protocol);
}

TEST_CASE("a name is one segment of the path") {
    fake_clock clock;
    script server;
    server.on("GET /download/..%2Fapi%3Fx").header("Content-Length", "1").piece("x");
    client_settings settings;
    settings.server.host = "a";
    client_world world;
    world.time = clock;
    world.connection = server.connection();
    client argocd(settings, std::move(world));
    received_file got;
    clock.run(argocd.files().fetch("../api?x", got));
    CHECK(got.text == "x");
}

} // namespace argocdpp
