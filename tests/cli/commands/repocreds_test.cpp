#include "application_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::application_run;

constexpr std::string_view path = "/api/v1/repocreds";

std::string on(std::string_view method, std::string_view below = "") {
    return std::string(method) + " " + std::string(path) + std::string(below);
}

} // namespace

TEST_CASE("repocreds list: a table, URLs and documents") {
    constexpr std::string_view answer =
        R"({"items":[{"url":"https://x/","username":"u"},)"
        R"({"url":"git@x:","sshPrivateKey":"-","tlsClientCertData":"-"}]})";
    const std::pair<std::string, std::string_view> formats[] = {
        {"wide", "URL PATTERN  USERNAME  SSH_CREDS  TLS_CREDS\n"
                 "https://x/   u         false      false\n"
                 "git@x:       -         true       true\n"},
        {"url", "https://x/\ngit@x:\n"},
        {"yaml", "- url: https://x/\n  username: u\n"
                 "- sshPrivateKey: '-'\n  tlsClientCertData: '-'\n  url: 'git@x:'\n"},
    };
    for (const auto& [format, output] : formats) {
        application_run world;
        world.server.on(on("GET")).json(answer);
        CHECK(world.run({"repocreds", "list", "-o", format}) == 0);
        CHECK(world.streams.output == output);
    }
    application_run wrong;
    wrong.server.on(on("GET")).json("{}");
    CHECK(wrong.run({"repocreds", "list", "-o", "x"}) == 20);
    CHECK(wrong.said("unknown output format: x"));
}

TEST_CASE("repocreds add: added at once, as the repositories may not be there yet") {
    application_run world;
    world.streams.input = {"s3cret"};
    world.server.on(on("POST", "?upsert=true"))
        .json(R"({"url":"https://x/"})")
        .inspect([](const http_request& request) {
            CHECK(request.body == R"({"url":"https://x/","type":"helm","username":"u",)"
                                  R"("password":"s3cret","enableOCI":true,)"
                                  R"("insecureOCIForceHttp":true,"proxy":"http://p"})");
        });
    CHECK(world.run({"repocreds", "add", "https://x/", "--type", "helm", "--enable-oci",
                     "--insecure-oci-force-http", "--proxy-url", "http://p", "--username", "u",
                     "--password-stdin", "--upsert"}) == 0);
    CHECK(world.streams.output == "Repository credentials for 'https://x/' added\n");
}

TEST_CASE("repocreds add: refusals, without secrets") {
    application_run denied;
    denied.server.on(on("POST"))
        .status(403)
        .json(R"({"code":7,"message":"permission denied: t0ken"})");
    CHECK(denied.run({"repocreds", "add", "https://x/", "--bearer-token", "t0ken"}) == 20);
    CHECK(denied.said("rpc error: code = PermissionDenied desc = permission denied: ***"));
    application_run plain;
    CHECK(plain.run({"repocreds", "add", "http://x/", "--bearer-token", "t0ken"}) == 20);
    CHECK(plain.said("--bearer-token is only supported for HTTPS repositories"));
    application_run registry;
    CHECK(registry.run({"repocreds", "add", "https://x/", "--insecure-oci-force-http"}) == 20);
    CHECK(registry.said("--insecure-oci-force-http requires --type oci or --enable-oci"));
    application_run missing;
    CHECK(missing.run({"repocreds", "add"}) == 1);
}

TEST_CASE("repocreds add with every fault: they are added once at most") {
    tests::with_every_fault(
        [](application_run& world) {
            world.server.on(on("POST")).json(R"({"url":"x"})").forever();
        },
        {"repocreds", "add", "x", "--password", "s3cret"},
        [](application_run& world, int code) {
            tests::check_ending(world, code);
            CHECK((code == 0 || world.count("POST") == 1));
        });
}

TEST_CASE("repocreds rm: one after the other, asked about only where that is wanted") {
    application_run world;
    world.server.on(on("DELETE", "/https%3A%2F%2Fx%2F")).json("{}");
    world.server.on(on("DELETE", "/b"))
        .status(404)
        .json(R"({"code":5,"message":"repository credentials 'b' not found"})");
    CHECK(world.run({"repocreds", "rm", "https://x/", "b"}) == 20);
    CHECK(world.streams.output == "Repository credentials for 'https://x/' removed\n");
    CHECK(world.said("rpc error: code = NotFound desc = repository credentials 'b' not found"));
    application_run unwilling;
    unwilling.streams.input = {"n"};
    CHECK(unwilling.run({"repocreds", "rm", "a", "--prompts-enabled"}) == 0);
    CHECK(unwilling.streams.output == "Are you sure you want to remove 'a'? [y/n] "
                                      "The command to remove 'a' was cancelled.\n");
    application_run missing;
    CHECK(missing.run({"repocreds", "rm"}) == 1);
}

} // namespace argocdpp
