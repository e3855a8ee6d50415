#include "command_run.hpp"

#include <doctest/doctest.h>

#include <build_info.hpp>

namespace argocdpp {
namespace {

using tests::command_run;

constexpr std::string_view full =
    R"({"Version":"v3.5.1+109ca7c","BuildDate":"1970-01-01T00:00:00Z","GitCommit":"109ca7ca71",)"
    R"("GitTreeState":"clean","GoVersion":"go1.26.8","Compiler":"gc","Platform":"linux/amd64",)"
    R"("KustomizeVersion":"v5.7.1 unknown","HelmVersion":"v4.1.4+g05fa379",)"
    R"("JsonnetVersion":"v0.22.0"})";

constexpr std::string_view server_text = "argocd-server: v3.5.1+109ca7c\n"
                                         "  BuildDate: 1970-01-01T00:00:00Z\n"
                                         "  GitCommit: 109ca7ca71\n"
                                         "  GitTreeState: clean\n"
                                         "  GoVersion: go1.26.8\n"
                                         "  Compiler: gc\n"
                                         "  Platform: linux/amd64\n"
                                         "  Kustomize Version: v5.7.1 unknown\n"
                                         "  Helm Version: v4.1.4+g05fa379\n"
                                         "  Jsonnet Version: v0.22.0\n";

void connect(command_run& world, std::string_view answer = full) {
    world.variables["ARGOCD_SERVER"] = "cd.example.com";
    world.server.on("GET /api/version").json(answer);
}

std::string first_line() { return "argocdpp: " + cli::this_build().version + "\n"; }

} // namespace

TEST_CASE("version: client and server, line by line") {
    command_run world;
    connect(world);
    CHECK(world.run({"version"}) == 0);
    CHECK(world.streams.output.starts_with(first_line() + "  BuildDate: "));
    CHECK(world.streams.output.ends_with(server_text));
    CHECK(world.streams.output.find("\n  Compiler: ") != std::string::npos);
}

TEST_CASE("version: a server tells strangers its version alone") {
    command_run world;
    connect(world, R"({"Version":"v3.5.1"})");
    CHECK(world.run({"version", "-o", "wide"}) == 0);
    CHECK(world.streams.output.ends_with("argocd-server: v3.5.1\n"));
}

TEST_CASE("version: short in three spellings") {
    for (const auto& words :
         {std::vector<std::string>{"version", "--short"}, {"version", "-o", "short"}}) {
        command_run world;
        connect(world);
        CHECK(world.run(words) == 0);
        CHECK(world.streams.output == first_line() + "argocd-server: v3.5.1+109ca7c\n");
    }
    command_run yaml;
    connect(yaml);
    CHECK(yaml.run({"version", "--short", "-o", "yaml"}) == 0);
    CHECK(yaml.streams.output == "client:\n  argocdpp: " + cli::this_build().version +
                                     "\nserver:\n  argocd-server: v3.5.1+109ca7c\n");
}

TEST_CASE("version: the client alone needs no server and no config file") {
    command_run world;
    world.write_config("no: [yaml");
    CHECK(world.run({"version", "--client", "--short"}) == 0);
    CHECK(world.streams.output == first_line());
    CHECK(world.connections.empty());
}

TEST_CASE("kubectl's flags are taken by version and by groups, not by the commands below them") {
    command_run world;
    CHECK(world.run({"version", "--client", "--short", "--kubeconfig", "x", "-n", "y"}) == 0);
    CHECK(world.streams.output == first_line());

    for (const char* group : {"app", "account"}) {
        command_run below;
        CHECK(below.run({group, "--context", "x", "--insecure-skip-tls-verify", "-n", "y"}) == 1);
        CHECK(below.streams.output.find("\nUsage:\n") != std::string::npos);
        CHECK(below.streams.output.find("kubeconfig") == std::string::npos);
    }
    command_run leaf;
    CHECK(leaf.run({"app", "list", "--kubeconfig", "x"}) == 1);
    CHECK(leaf.streams.output == "Error: unknown flag: --kubeconfig\n");
}

TEST_CASE("version: documents hold every key of the official ones") {
    command_run world;
    CHECK(world.run({"version", "--client", "-o", "json"}) == 0);
    for (const char* key :
         {"Version", "BuildDate", "GitCommit", "GitTag", "GitTreeState", "GoVersion", "Compiler",
          "Platform", "KubectlVersion", "ExtraBuildInfo"})
        CHECK(world.streams.output.find("\n    \"" + std::string(key) + "\": \"") !=
              std::string::npos);

    command_run yaml;
    connect(yaml);
    CHECK(yaml.run({"version", "-o", "yaml"}) == 0);
    CHECK(yaml.streams.output.ends_with(
        "server:\n  BuildDate: \"1970-01-01T00:00:00Z\"\n  Compiler: gc\n"
        "  GitCommit: 109ca7ca71\n  GitTreeState: clean\n  GoVersion: go1.26.8\n"
        "  HelmVersion: v4.1.4+g05fa379\n  JsonnetVersion: v0.22.0\n"
        "  KustomizeVersion: v5.7.1 unknown\n  Platform: linux/amd64\n"
        "  Version: v3.5.1+109ca7c\n"));
}

TEST_CASE("version: an unknown format is refused before anybody is asked") {
    command_run world;
    CHECK(world.run({"version", "-o", "bogus"}) == 1);
    CHECK(world.said("unknown output format: bogus"));
    CHECK(world.streams.output.empty());
}

TEST_CASE("version: without a server the client's own part is shown all the same") {
    command_run world;
    CHECK(world.run({"version", "--short"}) == 1);
    CHECK(world.streams.output == first_line());
    CHECK(world.said("Argo CD server address unspecified"));
}

} // namespace argocdpp
