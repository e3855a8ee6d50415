#include "application_run.hpp"
#include "document_output.hpp"

#include <argocdpp/proto/json.hpp>

#include <doctest/doctest.h>

#include <algorithm>

namespace argocdpp {
namespace {

using namespace std::chrono_literals;
using tests::application_run;

const std::string two_apps = R"({"metadata":{"resourceVersion":"1"},"items":[
    {"metadata":{"name":"a","namespace":"argocd"},
     "spec":{"project":"red","destination":{"server":"https://k","namespace":"d"},
             "source":{"repoURL":"https://git/r","path":"p","targetRevision":"HEAD"}},
     "status":{"sync":{"status":"Synced"},"health":{"status":"Healthy"}}},
    {"metadata":{"name":"b","namespace":"other"},
     "spec":{"project":"blue","destination":{"name":"prod","namespace":"e"},
             "source":{"repoURL":"https://git/s","path":"q","targetRevision":"v1"},
             "syncPolicy":{"automated":{"prune":true}}},
     "status":{"sync":{"status":"OutOfSync"},"health":{"status":"Missing"},
               "conditions":[{"type":"SyncError"}]}}]})";

constexpr std::string_view all = "GET /api/v1/applications";

/// What `app list` with these further words prints when the server has both applications.
std::string printed(std::vector<std::string> words, std::string_view query = "") {
    application_run world;
    world.server.on(std::string(all) + std::string(query)).json(two_apps);
    words.insert(words.begin(), {"app", "list"});
    CHECK(world.run(words) == 0);
    CHECK(world.streams.talk == "");
    return world.streams.output;
}

/// The query of names when filters by spec are judged here too.
constexpr std::string_view with_spec =
    "?fields=items.metadata.name%2Citems.metadata.namespace%2Citems.spec";
constexpr std::string_view with_project =
    "?fields=items.metadata.name%2Citems.metadata.namespace%2Citems.spec.project";
constexpr std::string_view with_destination =
    "?fields=items.metadata.name%2Citems.metadata.namespace%2Citems.spec.destination";
constexpr std::string_view only_names = "?fields=items.metadata.name%2Citems.metadata.namespace";

std::string names(std::vector<std::string> words, std::string_view query = with_spec) {
    words.insert(words.end(), {"-o", "name"});
    return printed(words, query);
}

} // namespace

TEST_CASE("app list: the table, wide by default") {
    const std::string expected =
        "NAME      CLUSTER    NAMESPACE  PROJECT  STATUS     HEALTH   SYNCPOLICY  CONDITIONS  "
        "REPO           PATH  TARGET\n"
        "argocd/a  https://k  d          red      Synced     Healthy  Manual      <none>      "
        "https://git/r  p     HEAD\n"
        "other/b   prod       e          blue     OutOfSync  Missing  Auto-Prune  SyncError   "
        "https://git/s  q     v1\n";
    CHECK(printed({}) == expected);
    CHECK(printed({"-o", "wide"}) == expected);
}

TEST_CASE("app list: names, json and yaml") {
    CHECK(names({}, only_names) == "argocd/a\nother/b\n");
    const std::string json = printed({"-o", "json"});
    CHECK(json.starts_with("[\n  {\n    \"metadata\": {\n      \"name\": \"a\""));
    CHECK(json.ends_with("\n]\n"));
    CHECK(printed({"-o", "yaml"}).starts_with("- metadata:\n    name: a\n"));
}

namespace {

const std::string four_apps = R"({"metadata":{"resourceVersion":"1"},"items":[
    {"metadata":{"name":"d","namespace":"argocd","creationTimestamp":"2026-01-04T00:00:00Z"},
     "spec":{"destination":{"server":"s"}},
     "status":{"sync":{"status":"Synced"},"health":{"status":"Healthy"},
               "operationState":{"phase":"Succeeded","finishedAt":"2026-02-01T00:00:00Z"}}},
    {"metadata":{"name":"c","namespace":"argocd","creationTimestamp":"2026-01-01T00:00:00Z"},
     "spec":{"destination":{"server":"s"},"syncPolicy":{"automated":{}}},
     "status":{"sync":{"status":"OutOfSync"},"health":{"status":"Degraded"},
               "operationState":{"phase":"Failed","finishedAt":"2026-02-03T00:00:00Z"}}},
    {"metadata":{"name":"b","namespace":"argocd","creationTimestamp":"2026-01-03T00:00:00Z"},
     "spec":{"destination":{"server":"s"},"syncPolicy":{"automated":{"enabled":false}}},
     "status":{"sync":{"status":"OutOfSync"},"health":{"status":"Missing"}}},
    {"metadata":{"name":"a","namespace":"argocd","creationTimestamp":"2026-01-02T00:00:00Z"},
     "spec":{"destination":{"server":"s"}},
     "status":{"sync":{"status":"Unknown"},"health":{"status":"Healthy"}}}]})";

/// The names, of one letter, as every output gives them.
std::string chosen(std::vector<std::string> words) {
    words.insert(words.begin(), {"app", "list"});
    const auto run = [&](std::vector<std::string> output) {
        application_run world;
        world.server.on(all).json(four_apps);
        auto line = words;
        line.insert(line.end(), output.begin(), output.end());
        CHECK(world.run(line) == 0);
        return world.streams.output;
    };
    const auto by_path = run({"-o", "jsonpath={range [*]}argocd/{.metadata.name}{\"\\n\"}{end}"});
    const auto table = run({"-o", "custom-columns=NAME:.metadata.name"});
    CHECK(std::count(table.begin(), table.end(), '\n') ==
          std::count(by_path.begin(), by_path.end(), '\n') + 1);
    const auto rows = run({"-o", "wide"});
    CHECK(std::count(rows.begin(), rows.end(), '\n') ==
          std::count(by_path.begin(), by_path.end(), '\n') + 1);
    std::string names;
    for (std::size_t at = 0; at < by_path.size(); at = by_path.find('\n', at) + 1)
        names += by_path.substr(at + 7, 1);
    return names;
}

std::string refused(std::vector<std::string> words) {
    application_run world;
    words.insert(words.begin(), {"app", "list"});
    CHECK(world.run(words) == 20);
    CHECK(world.server.requests().empty());
    return world.streams.talk;
}

} // namespace

TEST_CASE("app list: by state") {
    CHECK(chosen({}) == "dcba");
    CHECK(chosen({"--sync-status", "OutOfSync"}) == "cb");
    CHECK(chosen({"--sync-status", "synced,UNKNOWN"}) == "da");
    CHECK(chosen({"--health", "Degraded,Missing"}) == "cb");
    CHECK(chosen({"--health", "Healthy", "--sync-status", "Synced"}) == "d");
    CHECK(chosen({"--operation-phase", "Failed,None"}) == "cba");
    CHECK(chosen({"--auto-sync=true"}) == "c");
    CHECK(chosen({"--auto-sync=false"}) == "dba");
    CHECK(chosen({"--health", "Progressing"}) == "");
}

TEST_CASE("app list: in order, and no more than asked for") {
    CHECK(chosen({"--sort", "name"}) == "abcd");
    CHECK(chosen({"--sort", "-name"}) == "dcba");
    CHECK(chosen({"--sort", "created"}) == "cabd");
    CHECK(chosen({"--sort", "-created", "--limit", "2"}) == "db");
    CHECK(chosen({"--sort", "health,-name"}) == "dabc");
    CHECK(chosen({"--sort", "-sync-status,name"}) == "abcd");
    CHECK(chosen({"--sort", "-finished"}) == "cdba");
    CHECK(chosen({"--sort", "operation-phase,created"}) == "abdc");
    CHECK(chosen({"--limit", "3"}) == "dcb");
    CHECK(chosen({"--limit", "1", "--health", "Missing"}) == "b");
}

TEST_CASE("app list: values that there are not are refused before anything is asked") {
    CHECK(refused({"--health", "Sick"})
              .find("unknown --health \\\"Sick\\\"; there are: Healthy, "
                    "Suspended, Progressing, Missing, Degraded, Unknown") != std::string::npos);
    CHECK(refused({"--sync-status", "x"}).find("Synced, OutOfSync, Unknown") != std::string::npos);
    CHECK(refused({"--auto-sync", "yes"}).find("true, false") != std::string::npos);
    CHECK(refused({"--sort", "size"}).find("there are: name, namespace, project, cluster, ") !=
          std::string::npos);
    CHECK(refused({"--limit", "-1"}).find("--limit can't be negative") != std::string::npos);
    CHECK(refused({"-o", "jsonpath={.a"}).find("error parsing jsonpath {.a, unclosed action") !=
          std::string::npos);
    CHECK(refused({"-o", "jsonpath="}).find("no template given") != std::string::npos);
    CHECK(refused({"-o", "custom-columns=A"}).find("unexpected custom-columns spec: A") !=
          std::string::npos);
}

TEST_CASE("app list: names ask for no more than the choice needs") {
    CHECK(names({"--health", "Healthy", "--auto-sync=false", "--sort", "-name"},
                std::string(only_names) + "%2Citems.status.health%2Citems.spec.syncPolicy") ==
          "argocd/a\n");
    CHECK(names({"--sync-status", "OutOfSync,Synced", "--sort", "-name"},
                std::string(only_names) + "%2Citems.status.sync.status") == "other/b\nargocd/a\n");
    CHECK(names({"--limit", "1"}, only_names) == "argocd/a\n");
}

TEST_CASE("app list: a template that does not go with the list") {
    application_run world;
    world.server.on(std::string(all)).json(two_apps);
    CHECK(world.run({"app", "list", "-o", "jsonpath={[7].x}"}) == 20);
    CHECK(world.streams.output == "");
    CHECK(world.streams.talk.find("array index out of bounds: index 7, length 2") !=
          std::string::npos);
}

TEST_CASE("app list: columns that do not go with one of the applications") {
    application_run world;
    world.server.on(std::string(all)).json(two_apps);
    CHECK(world.run({"app", "list", "-o", "custom-columns=X:.status.conditions[7].type"}) == 20);
    CHECK(world.streams.output == "");
    CHECK(world.streams.talk.find("error executing custom-columns \\\"X:.status") !=
          std::string::npos);
    CHECK(world.streams.talk.find("index 7, length 1") != std::string::npos);
}

TEST_CASE("app list: the server judges the selector and the namespace") {
    CHECK(names({"-l", "team=web,tier!=db"},
                "?selector=team%3Dweb%2Ctier%21%3Ddb&fields=items."
                "metadata.name%2Citems.metadata.namespace") == "argocd/a\nother/b\n");
    CHECK(names({"-N", "other"}, "?appNamespace=other&fields=items.metadata.name%2Citems."
                                 "metadata.namespace") == "argocd/a\nother/b\n");
}

TEST_CASE("app list: the other filters are judged here") {
    CHECK(names({"-p", "red"}, with_project) == "argocd/a\n");
    CHECK(names({"-p", "red", "-p", "blue"}, with_project) == "argocd/a\nother/b\n");
    CHECK(names({"-r", "https://git/s"}) == "other/b\n");
    CHECK(names({"-r", "https://git/"}) == "");
    CHECK(names({"-c", "prod"}, with_destination) == "other/b\n");
    CHECK(names({"-c", "https://k"}, with_destination) == "argocd/a\n");
    CHECK(names({"-c", "prod", "-p", "red"},
                std::string(with_project) + "%2Citems.spec.destination") == "");
    CHECK(names({"-P", "p"}) == "argocd/a\n");
    CHECK(names({"-P", "p", "-p", "blue"}) == "");
    CHECK(printed({"-p", "blue", "-o", "json"}).find("\"red\"") == std::string::npos);
    CHECK(printed({"-p", "blue"}).find("argocd/a") == std::string::npos);
}

TEST_CASE("app list: nothing to show is a header, nothing, an empty list") {
    for (const std::string_view answer : {R"({"items":null})", R"({"items":[]})", "{}"}) {
        application_run world;
        world.server.on(all).json(answer);
        CHECK(world.run({"app", "list"}) == 0);
        CHECK(world.streams.output.starts_with("NAME  CLUSTER  NAMESPACE"));
        CHECK(world.streams.output.ends_with("TARGET\n"));
    }
    application_run world;
    world.server.on(all).json(R"({"items":[]})");
    CHECK(world.run({"app", "list", "-o", "json"}) == 0);
    CHECK(world.streams.output == "[]\n");
}

TEST_CASE("app list: an unknown format is refused after the server has answered, as there") {
    application_run world;
    world.server.on(all).json(two_apps);
    CHECK(world.run({"app", "list", "-o", "xml"}) == 20);
    CHECK(world.streams.output == "");
    CHECK(world.said("unknown output format: xml"));
}

TEST_CASE("app list: what was printed is never half an answer") {
    for (const std::string format : {"wide", "json", "yaml", "name"}) {
        CAPTURE(format);
        application_run world;
        world.server.on(std::string(all) + (format == "name" ? std::string(only_names) : ""))
            .pieces_of(7, std::string_view(two_apps).substr(0, two_apps.size() / 2))
            .header("Content-Type", "application/json")
            .cut()
            .times(4);
        CHECK(world.run({"app", "list", "-o", format}) == 20);
        CHECK(world.streams.output == "");
        CHECK(world.said("connection reset by peer"));
    }
}

TEST_CASE("app list: documents are printed as they arrive, and never twice") {
    // More than is held back; where the answer is cut, what was printed is the beginning of it all.
    std::string many = R"({"items":[)";
    for (int number = 0; number < 3000; ++number)
        many += std::string(number == 0 ? "" : ",") + R"({"metadata":{"name":"n)" +
                std::to_string(number) + R"("},"status":{"history":[{"revision":")" +
                std::string(400, 'a') + R"("}]}})";
    for (const std::string format : {"json", "yaml"}) {
        CAPTURE(format);
        application_run whole;
        whole.server.on(all).pieces_of(50'000, many + "]}");
        CHECK(whole.run({"app", "list", "-o", format}) == 0);
        const proto::any list = proto::parse(many + "]}");
        CHECK(whole.streams.output == cli::document_text(*list.find("items"), format));

        application_run cut;
        cut.server.on(all).pieces_of(50'000, many).cut();
        CHECK(cut.run({"app", "list", "-o", format}) == 20);
        CHECK(cut.streams.output.size() > 1'000'000);
        CHECK(whole.streams.output.starts_with(cut.streams.output));
        CHECK(cut.said("connection reset by peer; what was printed is not the whole list"));
        CHECK(cut.server.requests().size() == 1);

        // A body that only seems to have ended.
        application_run ended;
        ended.server.on(all).pieces_of(50'000, many);
        CHECK(ended.run({"app", "list", "-o", format}) == 20);
        CHECK(ended.streams.talk.find("; what was printed is not the whole list") !=
              std::string::npos);
    }
}

TEST_CASE("app list: an attempt that broke leaves no rows to the next one") {
    application_run world;
    world.server.on(all)
        .header("Content-Type", "application/json")
        .piece(std::string_view(two_apps).substr(0, two_apps.size() - 10))
        .cut();
    world.server.on(all).json(two_apps);
    CHECK(world.run({"app", "list", "-o", "json"}) == 0);
    CHECK(world.streams.output == printed({"-o", "json"}));
}

TEST_CASE("app list: an answer of another shape is said, and where") {
    for (const std::string_view answer :
         {R"([])", R"({"items":7})", R"({"items":[{"metadata":{"name":7}}]})", "", "<html>", "{"}) {
        CAPTURE(answer);
        application_run world;
        world.server.on(all).json(answer);
        CHECK(world.run({"app", "list"}) == 20);
        CHECK(world.streams.output == "");
        CHECK(world.streams.talk.find("/api/v1/applications") != std::string::npos);
        CHECK(world.streams.talk.find("internal error") == std::string::npos);
    }
}

TEST_CASE("app list: the server's refusal in its words") {
    application_run world;
    world.server.on(all).status(403).json(R"({"code":7,"message":"permission denied"})");
    CHECK(world.run({"app", "list"}) == 20);
    CHECK(world.said("rpc error: code = PermissionDenied desc = permission denied"));
}

TEST_CASE("app list: colours on a terminal, none in documents, none with NO_COLOR") {
    const auto shown = [](std::string format, bool without_colour) {
        application_run world;
        world.streams.is_terminal = true;
        if (without_colour)
            world.variables["NO_COLOR"] = "1";
        world.server.on(all).json(two_apps);
        CHECK(world.run({"app", "list", "-o", std::move(format)}) == 0);
        return world.streams.output;
    };
    CHECK(shown("wide", false).find("\x1b[32mSynced\x1b[0m") != std::string::npos);
    CHECK(shown("wide", true) == printed({}));
    CHECK(shown("json", false) == printed({"-o", "json"}));
}

TEST_CASE("app list: with a fault at its request it ends well or says why") {
    tests::with_every_fault([](application_run& world) { world.server.on(all).json(two_apps); },
                            {"app", "list"}, tests::check_ending);
}

} // namespace argocdpp
