#include "../../http/certificates.hpp"
#include "application_run.hpp"

#include <doctest/doctest.h>

#include <base64.hpp>
#include <fstream>

namespace argocdpp {
namespace {

using tests::application_run;

constexpr std::string_view key = "AAAAC3NzaC1lZDI1NTE5AAAAIJ1ASfIHQBtRxRxVWgMZmRwxrJfWXr6+YYBG"
                                 "bUi0Fbzo";

std::string ssh_item(std::string_view host, std::string_view data) {
    return R"({"serverName":")" + std::string(host) +
           R"(","certType":"ssh","certSubType":"ssh-ed25519","certData":")" +
           cli::encode_base64(data) + R"("})";
}

std::string host_line(const std::string& hosts) {
    return hosts + " ssh-ed25519 " + std::string(key);
}

} // namespace

TEST_CASE("cert list: a table sorted by host or type, and documents") {
    const std::string items = R"({"items":[)"
                              R"({"serverName":"b","certType":"ssh","certSubType":"ssh-rsa",)"
                              R"("certData":null,"certInfo":"SHA256:x"},)"
                              R"({"serverName":"a","certType":"ssh"},)"
                              R"({"serverName":"c","certType":"https","certInfo":"CN=c"}]})";
    application_run world;
    world.server.on("GET /api/v1/certificates").json(items);
    CHECK(world.run({"cert", "list"}) == 0);
    CHECK(world.streams.output == "HOSTNAME  TYPE   SUBTYPE  INFO\n"
                                  "a         ssh             \n"
                                  "b         ssh    ssh-rsa  SHA256:x\n"
                                  "c         https           CN=c\n");
    application_run typed;
    typed.server.on("GET /api/v1/certificates?hostNamePattern=%2A&certType=ssh").json(items);
    CHECK(typed.run({"cert", "list", "--sort", "type", "--cert-type", "ssh", "--hostname-pattern",
                     "*"}) == 0);
    CHECK(typed.streams.output.find("\nc ") < typed.streams.output.find("\nb "));
    application_run none;
    none.server.on("GET /api/v1/certificates").json(R"({"items":null})");
    CHECK(none.run({"cert", "list", "-o", "json"}) == 0);
    CHECK(none.streams.output == "[]\n");
    application_run wrong;
    CHECK(wrong.run({"cert", "list", "--cert-type", "tls"}) == 1);
    CHECK(wrong.streams.output == "cert-type must be either ssh or https\n");
}

TEST_CASE("cert add-tls: equal certificates are sent once") {
    const auto one =
        tests::make_identity({.common_name = "a,b", .names = "", .is_authority = false});
    const auto other = tests::make_identity({});
    application_run world;
    world.streams.whole_input =
        one.certificate + "words between\n" + other.certificate + one.certificate;
    world.server.on("POST /api/v1/certificates?upsert=true")
        .json("{}")
        .inspect([&](const http_request& request) {
            const auto data = cli::encode_base64(one.certificate + "\n" + other.certificate);
            CHECK(request.body ==
                  R"({"items":[{"serverName":"git.test","certType":"https","certData":")" + data +
                      R"("}]})");
        });
    CHECK(world.run({"cert", "add-tls", "git.test", "--upsert"}) == 0);
    const auto& said = world.streams.output;
    CHECK(said.starts_with("Enter TLS certificate data in PEM format. Press CTRL-D when "
                           "finished.\nWARNING: Duplicate certificate detected (SHA256 "
                           "fingerprint "));
    CHECK(said.find(", subject 'CN=a\\,b'), skipping.\nCreated/updated TLS certificate entry for "
                    "repository server git.test with 2 unique PEM certificates\n") !=
          std::string::npos);
}

TEST_CASE("cert add-tls: what is no certificate is not sent") {
    const std::string begin = "-----BEGIN CERTIFICATE-----\n";
    const std::string end = "-----END CERTIFICATE-----\n";
    const std::vector<std::pair<std::string, std::string>> refusals = {
        {begin + "A*AA\n" + end, "could not decode PEM data from input"},
        {begin + "AAAA\n" + end, "could not parse X509 data from input"},
        {begin + std::string(300, '\n'),
         "maximum number of lines exceeded during certificate parsing"},
    };
    for (const auto& [input, message] : refusals) {
        application_run world;
        world.streams.whole_input = input;
        CHECK(world.run({"cert", "add-tls", "git.test"}) == 20);
        CHECK(world.said(message));
    }
    application_run none;
    none.streams.whole_input = "words\n";
    CHECK(none.run({"cert", "add-tls", "git.test"}) == 0);
    CHECK(
        none.streams.output.ends_with("No valid certificates have been detected in the stream.\n"));
    application_run absent;
    CHECK(absent.run({"cert", "add-tls", "git.test", "--from", "/nonexistent/x"}) == 20);
    CHECK(absent.said("open /nonexistent/x: no such file or directory"));
    CHECK(absent.streams.output ==
          "Reading TLS certificate data in PEM format from '/nonexistent/x'\n");
    application_run alone;
    CHECK(alone.run({"cert", "add-tls"}) == 1);
}

TEST_CASE("cert add-ssh: a key for each host of a line") {
    application_run world;
    const auto file = world.directory / "known_hosts";
    std::ofstream(file) << "# words\n\ntwo words\n"
                        << host_line("a.test,b.test") << "\r\n"
                        << host_line("[c.test]:22") << " words\n";
    world.server.on("POST /api/v1/certificates")
        .json(R"({"items":[{},{}]})")
        .inspect([](const http_request& request) {
            CHECK(request.body == R"({"items":[)" + ssh_item("a.test", key) + "," +
                                      ssh_item("b.test", key) + "," +
                                      ssh_item("[c.test]:22", std::string(key) + " words") + "]}");
        });
    CHECK(world.run({"cert", "add-ssh", "--batch", "--from", file.string()}) == 0);
    CHECK(world.streams.output == "Reading SSH known hosts entries from file '" + file.string() +
                                      "'\nSuccessfully created 2 SSH known host entries\n");
}

TEST_CASE("cert add-ssh: what is no key is not sent") {
    const std::vector<std::pair<std::string, std::string>> refusals = {
        {"", "No valid SSH known hosts data found."},
        {"a b c d e f\n", "ssh: invalid entry in known_hosts data"},
        {"a ssh-rsa A*AA\n", "illegal base64 data at input byte 1"},
        {"a ssh-rsa AAAA\n", "ssh: short read"},
        {"a ssh-x AAAAAXg=\n", "ssh: unknown key algorithm: x"},
    };
    for (const auto& [input, message] : refusals) {
        application_run world;
        world.streams.whole_input = input;
        CHECK(world.run({"cert", "add-ssh", "--batch"}) == 20);
        CHECK(world.said(message));
    }
    application_run many;
    for (int i = 0; i < 257; ++i)
        many.streams.whole_input += host_line("a.test") + "\n";
    CHECK(many.run({"cert", "add-ssh", "--batch"}) == 20);
    CHECK(many.said("limit exceeded"));
    application_run plain;
    CHECK(plain.run({"cert", "add-ssh"}) == 20);
    CHECK(plain.said("you need to specify --batch or specify --help for usage instructions"));
}

TEST_CASE("cert rm: says what is gone") {
    application_run world;
    world.server
        .on("DELETE /api/v1/certificates?hostNamePattern=a.test&certType=ssh&certSubType=ssh-rsa")
        .json(R"({"items":[{"serverName":"a.test","certType":"ssh","certSubType":"ssh-rsa"}]})");
    CHECK(world.run({"cert", "rm", "a.test", "--cert-type", "ssh", "--cert-sub-type", "ssh-rsa"}) ==
          0);
    CHECK(world.streams.output == "Removed cert for 'a.test' of type 'ssh' (subtype 'ssh-rsa')\n");
    application_run none;
    none.streams.input = {"y"};
    none.server.on("DELETE /api/v1/certificates?hostNamePattern=x").json(R"({"items":[]})");
    CHECK(none.run({"cert", "rm", "x", "--prompts-enabled"}) == 0);
    CHECK(none.streams.output == "Are you sure you want to remove all certificates for 'x'? [y/n]"
                                 "No certificates were removed (none matched the given pattern)\n");
    application_run all;
    CHECK(all.run({"cert", "rm", "*"}) == 20);
    CHECK(all.said("A single wildcard is not allowed as REPOSERVER name."));
}

TEST_CASE("cert: refusals of the server, and changes whose answer is lost") {
    application_run denied;
    denied.server.on("GET /api/v1/certificates")
        .status(403)
        .json(R"({"code":7,"message":"permission denied"})");
    CHECK(denied.run({"cert", "list"}) == 20);
    CHECK(denied.said("rpc error: code = PermissionDenied desc = permission denied"));
    tests::with_every_fault(
        [](application_run& world) {
            world.server.on("DELETE /api/v1/certificates?hostNamePattern=x")
                .json(R"({"items":[]})");
        },
        {"cert", "rm", "x"},
        [](application_run& world, int code) {
            tests::check_ending(world, code);
            CHECK(world.count("DELETE") <= 1);
        });
}

} // namespace argocdpp
