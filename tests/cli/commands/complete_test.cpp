#include "application_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::application_run;
using words = std::vector<std::string>;

struct completion_run : application_run {
    /// What is offered for a line whose last word is being typed; nothing else may be said.
    std::string offered(const words& line) {
        streams.whole_input.clear();
        for (const auto& word : line)
            (streams.whole_input += word) += '\0';
        streams.output.clear();
        CHECK(run({"__complete"}) == 0);
        CHECK(streams.talk == "");
        return streams.output;
    }
};

} // namespace

TEST_CASE("__complete tells commands, flags and values with what they are for") {
    completion_run world;
    CHECK(world.offered({"app", "hi"}) == "history\tShow what was deployed and when\n");
    CHECK(world.offered({"app", "history", "--out"}) ==
          "--output\twide, or id: the numbers alone\n");
    CHECK(world.offered({"app", "history", "-o", ""}) == "wide\nid\n");
    CHECK(world.offered({"app", "history", "--output=i"}) == "--output=id\n");
    CHECK(world.offered({"app", "create", "x", "-f", "a"}) == ":files\n");
    CHECK(world.offered({"app", "list", "--kube"}) == "");
    CHECK(world.offered({"help", "exit"}) == "exit-codes\n");
    CHECK(world.run({"__complete", "x"}) == 1);
}

TEST_CASE("Names come from one small request each, sorted, once, and only plain ones") {
    const std::vector<std::tuple<words, std::string, std::string, std::string>> cases = {
        {{"app", "get", ""},
         "/api/v1/applications?fields=items.metadata.name%2Citems.metadata.namespace",
         R"({"items":[{"metadata":{"name":"b","namespace":"argocd"}},)"
         R"({"metadata":{"name":"a","namespace":"team"}},{"metadata":{"name":"a$b"}}]})",
         "b\nteam/a\n"},
        {{"proj", "get", ""},
         "/api/v1/projects?fields=items.metadata.name",
         R"({"items":[{"metadata":{"name":"z"}},{"metadata":{"name":"-y"}}]})",
         "z\n"},
        {{"app", "list", "--cluster", ""},
         "/api/v1/clusters",
         R"({"items":[{"name":"one","server":"https://s"},{"server":"https://t"}]})",
         "https://s\nhttps://t\none\n"},
        {{"cluster", "get", "h"},
         "/api/v1/clusters",
         R"({"items":[{"name":"one","server":"https://s"}]})",
         "https://s\n"},
        {{"account", "get", "-a", ""},
         "/api/v1/account",
         R"({"items":[{"name":"ci"},{"name":"admin"}]})",
         "admin\nci\n"},
        {{"repo", "rm", "git@"},
         "/api/v1/repositories",
         R"({"items":[{"repo":"git@x:y.git"},{"repo":"git@x:y.git"},{"repo":"https://x"}]})",
         "git@x:y.git\n"},
        {{"repocreds", "rm", ""},
         "/api/v1/repocreds",
         R"({"items":[{"url":"https://x/"}]})",
         "https://x/\n"},
        {{"cert", "rm", ""},
         "/api/v1/certificates",
         R"({"items":[{"serverName":"g"},{"serverName":"g"}]})",
         "g\n"},
        {{"gpg", "get", ""}, "/api/v1/gpgkeys", R"({"items":[{"keyID":"AB"}]})", "AB\n"},
        {{"appset", "get", ""},
         "/api/v1/applicationsets",
         R"({"items":[{"metadata":{"name":"s","namespace":"argocd"}}]})",
         "s\n"},
        {{"proj", "role", "get", "p", ""},
         "/api/v1/projects/p",
         R"({"spec":{"roles":[{"name":"ci"}]}})",
         "ci\n"},
        {{"proj", "remove-source", "p", ""},
         "/api/v1/projects/p",
         R"({"spec":{"sourceRepos":["https://x","*"]}})",
         "https://x\n"},
        {{"proj", "windows", "delete", "p", ""},
         "/api/v1/projects/p",
         R"({"spec":{"syncWindows":[{},{}]}})",
         "0\n1\n"},
        {{"app", "rollback", "a", ""},
         "/api/v1/applications/a",
         R"({"status":{"history":[{"id":3},{"id":4}]}})",
         "3\n4\n"},
        {{"app", "get", "a", "--source-name", ""},
         "/api/v1/applications/a",
         R"({"spec":{"sources":[{"name":"main"},{}]}})",
         "main\n"},
        {{"app", "delete-resource", "n/a", "--kind", "D", "--resource-name", ""},
         "/api/v1/applications/a/managed-resources?appNamespace=n"
         "&fields=items.group%2Citems.kind%2Citems.namespace%2Citems.name",
         R"({"items":[{"kind":"D","name":"x"},{"kind":"E","name":"y"}]})",
         "x\n"},
        {{"app", "logs", "a", "--kind", ""},
         "/api/v1/applications/a/resource-tree",
         R"({"nodes":[{"kind":"Pod","name":"x"},{"kind":"Pod","name":"y"}]})",
         "Pod\n"},
    };
    for (const auto& [line, path, answer, names] : cases) {
        CAPTURE(path);
        completion_run world;
        world.server.on("GET " + path).json(answer);
        CHECK(world.offered(line) == names);
        CHECK(world.server.requests().size() == 1);
    }
}

TEST_CASE("Nothing is offered, and nothing said, where the server refuses or is silent") {
    completion_run refused;
    refused.server.on("GET /api/v1/projects?fields=items.metadata.name").status(403).json("{}");
    CHECK(refused.offered({"proj", "get", ""}) == "");
    completion_run silent;
    silent.server.on("GET /api/v1/projects?fields=items.metadata.name").hang();
    const auto before = silent.time.now();
    CHECK(silent.offered({"proj", "get", ""}) == "");
    CHECK(silent.time.now() - before <= std::chrono::seconds(1));
}

} // namespace argocdpp
