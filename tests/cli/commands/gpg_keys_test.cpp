#include "application_run.hpp"

#include <doctest/doctest.h>

#include <fstream>

namespace argocdpp {
namespace {

using tests::application_run;

constexpr std::string_view one_key =
    R"({"keyID":"D56C4FCA57A46444","fingerprint":"f","owner":"Team <t@x>","subType":"rsa4096",)"
    R"("keyData":"-----BEGIN"})";

} // namespace

TEST_CASE("gpg list: a table and documents") {
    application_run world;
    world.server.on("GET /api/v1/gpgkeys").json(R"({"items":[)" + std::string(one_key) + "]}");
    CHECK(world.run({"gpg", "list"}) == 0);
    CHECK(world.streams.output == "KEYID             TYPE     IDENTITY\n"
                                  "D56C4FCA57A46444  RSA4096  Team <t@x>\n");
    application_run none;
    none.server.on("GET /api/v1/gpgkeys").json(R"({"items":null})");
    CHECK(none.run({"gpg", "list", "-o", "json"}) == 0);
    CHECK(none.streams.output == "[]\n");
    application_run wrong;
    wrong.server.on("GET /api/v1/gpgkeys").json("{}");
    CHECK(wrong.run({"gpg", "list", "-o", "x"}) == 20);
}

TEST_CASE("gpg get: a key with its data") {
    application_run world;
    world.server.on("GET /api/v1/gpgkeys/D56C4FCA57A46444").json(one_key);
    CHECK(world.run({"gpg", "get", "D56C4FCA57A46444"}) == 0);
    CHECK(world.streams.output == "Key ID:          D56C4FCA57A46444\n"
                                  "Key fingerprint: f\n"
                                  "Key subtype:     RSA4096\n"
                                  "Key owner:       Team <t@x>\n"
                                  "Key data follows until EOF:\n"
                                  "-----BEGIN\n");
    application_run missing;
    CHECK(missing.run({"gpg", "get"}) == 20);
    CHECK(missing.said("Missing KEYID argument"));
    CHECK(missing.streams.output == "");
}

TEST_CASE("gpg add: the keys of a file") {
    application_run world;
    const auto file = world.directory / "team.asc";
    std::ofstream(file) << "-----BEGIN\n";
    world.server.on("POST /api/v1/gpgkeys")
        .json(R"({"created":{"items":[{},{}]},"skipped":["x"]})")
        .inspect([](const http_request& request) {
            CHECK(request.body == R"({"keyData":"-----BEGIN\n"})");
        });
    CHECK(world.run({"gpg", "add", "--from", file.string()}) == 0);
    CHECK(world.streams.output == "Created 2 key(s) from input file, and 1 key(s) were skipped "
                                  "because they exist already.\n");
    application_run missing;
    CHECK(missing.run({"gpg", "add"}) == 20);
    CHECK(missing.said("--from is mandatory"));
    application_run absent;
    CHECK(absent.run({"gpg", "add", "--from", "/nonexistent/x"}) == 20);
    CHECK(absent.said("open /nonexistent/x: no such file or directory"));
}

TEST_CASE("gpg rm: asked about only where that is wanted") {
    application_run world;
    world.server.on("DELETE /api/v1/gpgkeys?keyID=AB").json("{}");
    CHECK(world.run({"gpg", "rm", "AB"}) == 0);
    CHECK(world.streams.output == "Deleted key with key ID AB\n");
    application_run unwilling;
    unwilling.streams.input = {"n"};
    CHECK(unwilling.run({"gpg", "rm", "AB", "--prompts-enabled"}) == 0);
    CHECK(unwilling.streams.output ==
          "Are you sure you want to remove 'AB'? [y/n] "
          "The command to delete key with key ID 'AB' was cancelled.\n");
    application_run denied;
    denied.server.on("DELETE /api/v1/gpgkeys?keyID=AB")
        .status(403)
        .json(R"({"code":7,"message":"permission denied"})");
    CHECK(denied.run({"gpg", "rm", "AB"}) == 20);
    CHECK(denied.said("rpc error: code = PermissionDenied desc = permission denied"));
}

} // namespace argocdpp
