#include "application_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::application_run;

constexpr std::string_view denied = R"({"code":7,"message":"permission denied"})";
constexpr std::string_view denied_text =
    "rpc error: code = PermissionDenied desc = permission denied";
constexpr std::string_view staging =
    R"({"server":"https://s","name":"staging","namespaces":["a","b"],"config":{"tlsClientConfig":)"
    R"({"insecure":true}},"info":{"connectionState":{"status":"Failed","message":"no"},)"
    R"("serverVersion":"1.36"},"project":"p"})";
constexpr std::string_view by_name = "/api/v1/clusters/staging?id.type=name";

const std::string question =
    "Are you sure you want to remove 'staging'? Any Apps deploying to this cluster will go to "
    "health status Unknown.";

} // namespace

TEST_CASE("cluster list: a table, servers and documents") {
    const std::string listed =
        R"({"items":[)" + std::string(staging) + R"(,{"server":"https://t"}]})";
    const std::vector<std::pair<std::vector<std::string>, std::string>> outputs = {
        {{},
         "SERVER                    NAME     VERSION  STATUS  MESSAGE  PROJECT\n"
         "https://s (2 namespaces)  staging  1.36     Failed  no       p\n"
         "https://t                                                    \n"},
        {{"-o", "server"}, "https://s\nhttps://t\n"},
    };
    for (const auto& [more, text] : outputs) {
        application_run world;
        world.server.on("GET /api/v1/clusters").json(listed);
        std::vector<std::string> words = {"cluster", "list"};
        words.insert(words.end(), more.begin(), more.end());
        CHECK(world.run(words) == 0);
        CHECK(world.streams.output == text);
    }
    application_run wrong;
    wrong.server.on("GET /api/v1/clusters").json(listed);
    CHECK(wrong.run({"cluster", "list", "-o", "name"}) == 20);
    CHECK(wrong.said("unknown output format: name"));
    application_run refused;
    refused.server.on("GET /api/v1/clusters").status(403).json(denied);
    CHECK(refused.run({"cluster", "list"}) == 20);
    CHECK(refused.said(denied_text));
}

TEST_CASE("cluster get: by name and by URL; one is a document, several are a list") {
    application_run one;
    one.server.on("GET " + std::string(by_name)).json(R"({"server":"https://s","new":1})");
    CHECK(one.run({"cluster", "get", "staging"}) == 0);
    CHECK(one.streams.output == "new: 1\nserver: https://s\n");
    application_run two;
    two.server.on("GET /api/v1/clusters/https%3A%2F%2Fs").json(R"({"server":"https://s"})");
    two.server.on("GET /api/v1/clusters/a%2Fb?id.type=name").json(R"({"name":"a/b"})");
    CHECK(two.run({"cluster", "get", "https://s", "a/b"}) == 0);
    CHECK(two.streams.output == "- server: https://s\n- name: a/b\n");
    application_run wide;
    wide.server.on("GET " + std::string(by_name)).json(staging);
    CHECK(wide.run({"cluster", "get", "staging", "-o", "wide"}) == 0);
    CHECK(wide.streams.output == "Cluster information\n\n"
                                 "  Server URL:            https://s\n"
                                 "  Server Name:           staging\n"
                                 "  Server Version:        1.36\n"
                                 "  Namespaces:        \t a, b\n"
                                 "\nTLS configuration\n\n"
                                 "  Client cert:           false\n"
                                 "  Cert validation:       false\n"
                                 "\nAuthentication\n\n"
                                 "  Basic authentication:  false\n"
                                 "  oAuth authentication:  false\n"
                                 "  AWS authentication:    false\n"
                                 "\nDisable compression: false\n"
                                 "\nUse proxy: false\n\n");
    application_run alone;
    CHECK(alone.run({"cluster", "get"}) == 1);
}

TEST_CASE("cluster rm: asks, whatever is said of prompts, unless -y") {
    application_run sure;
    sure.server.on("GET " + std::string(by_name)).json(staging);
    sure.server.on("DELETE " + std::string(by_name)).json("{}");
    CHECK(sure.run({"cluster", "rm", "staging", "-y"}) == 0);
    CHECK(sure.streams.output == "Cluster 'staging' removed\n");
    for (const std::string answer : {"n", "a"}) {
        application_run unwilling;
        unwilling.streams.input = {answer};
        CHECK(unwilling.run({"cluster", "rm", "staging"}) == 0);
        CHECK(unwilling.streams.output ==
              question + "[y/n] The command to remove 'staging' was cancelled.\n");
    }
    application_run all;
    all.streams.input = {"A"};
    for (const std::string path : {"staging?id.type=name", "https%3A%2F%2Ft"}) {
        all.server.on("GET /api/v1/clusters/" + path).json(staging);
        all.server.on("DELETE /api/v1/clusters/" + path).json("{}");
    }
    CHECK(all.run({"cluster", "rm", "staging", "https://t"}) == 0);
    CHECK(all.streams.output.ends_with(
        "Unknown. Cluster 'staging' removed\nCluster 'https://t' removed\n"));
    application_run absent;
    absent.server.on("GET " + std::string(by_name)).status(403).json(denied);
    CHECK(absent.run({"cluster", "rm", "staging", "-y"}) == 20);
    CHECK(absent.said(denied_text));
    tests::with_every_fault(
        [](application_run& world) {
            world.server.on("GET " + std::string(by_name)).json(staging);
            world.server.on("DELETE " + std::string(by_name)).json("{}");
        },
        {"cluster", "rm", "staging", "-y"},
        [](application_run& world, int code) {
            tests::check_ending(world, code);
            CHECK(world.count("DELETE") <= 2); // again only if unsent
        });
}

TEST_CASE("cluster set: tells the server which fields change") {
    application_run world;
    world.server
        .on("PUT /api/v1/clusters/staging?id.type=name&updatedFields=name&updatedFields="
            "namespaces&updatedFields=labels&updatedFields=annotations")
        .json("{}")
        .inspect([](const http_request& request) {
            CHECK(request.body == R"({"name":"n","namespaces":[""],"labels":{"a":"2"},)"
                                  R"("annotations":{"b":""}})");
        });
    CHECK(world.run({"cluster", "set", "staging", "--name", "n", "--namespace", "*", "--label",
                     "a=1", "--label", "a=2", "--annotation", "b="}) == 0);
    CHECK(world.streams.output == "Cluster 'staging' updated.\n");
    application_run nothing;
    CHECK(nothing.run({"cluster", "set", "staging"}) == 0);
    CHECK(nothing.streams.output == "Specify the cluster field to be updated.\n");
    application_run wrong;
    CHECK(wrong.run({"cluster", "set", "staging", "--label", "a"}) == 20);
    CHECK(wrong.said("labels should have key=value, but instead got: a"));
    application_run refused;
    refused.server.on("PUT " + std::string(by_name) + "&updatedFields=name")
        .status(403)
        .json(denied);
    CHECK(refused.run({"cluster", "set", "staging", "--name", "n"}) == 20);
    CHECK(refused.said("Ensure that the cluster is present and you have the necessary permissions "
                       "to update the cluster"));
    CHECK(refused.said(denied_text));
}

TEST_CASE("cluster rotate-auth: asked for once") {
    application_run world;
    world.server.on("POST /api/v1/clusters/staging/rotate-auth?id.type=name").json("{}");
    CHECK(world.run({"cluster", "rotate-auth", "staging"}) == 0);
    CHECK(world.streams.output == "Cluster 'staging' rotated auth\n");
    application_run alone;
    CHECK(alone.run({"cluster", "rotate-auth"}) == 1);
}

} // namespace argocdpp
