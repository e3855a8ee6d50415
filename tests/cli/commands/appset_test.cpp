#include "application_run.hpp"

#include <doctest/doctest.h>

#include <fstream>

namespace argocdpp {
namespace {

using tests::application_run;
using namespace std::chrono_literals;

const std::string base = "/api/v1/applicationsets";
const std::string gone = R"({"code":5,"message":"not found"})";
const std::string denied = R"({"code":7,"message":"permission denied"})";

std::string set_json(const std::string& more = "", const std::string& status = "") {
    return R"({"metadata":{"name":"s","namespace":"ns"},"spec":{"template":{"spec":{"project":"p",)"
           R"("source":{"repoURL":"u","path":"d","targetRevision":"r","helm":{"parameters":)"
           R"([{"name":"k","value":"v"}]}},"destination":{"name":"c","namespace":"n"},)"
           R"("syncPolicy":{"automated":{"prune":true}}}})" +
           more + R"(},"status":{)" + status + "}}";
}

const std::string held =
    R"("conditions":[{"type":"ErrorOccurred","status":"True","message":"m","reason":"R"},)"
    R"({"type":"Other","status":"False","message":"o","reason":"R"}],"health":{"status":"Degraded"})";

const std::string summary = "Name:               ns/s\n"
                            "Project:            p\n"
                            "Server:             c\n"
                            "Namespace:          n\n"
                            "Health Status:      \n"
                            "Source:\n"
                            "- Repo:             u\n"
                            "  Target:           r\n"
                            "  Path:             d\n"
                            "SyncPolicy:         Automated (Prune)\n";

std::string file_in(const application_run& world, std::string_view text) {
    const auto path = world.directory / "set.yaml";
    std::ofstream(path) << text;
    return path.string();
}

} // namespace

TEST_CASE("appset list: tables with Go's spelling of policies and conditions, names") {
    const std::string listed = R"({"items":[)" +
                               set_json(R"(,"syncPolicy":{"applicationsSync":"sync"})", held) +
                               "," + set_json() + "]}";
    const std::string policy = "&ApplicationSetSyncPolicy{PreserveResourcesOnDeletion:false,"
                               "ApplicationsSync:*sync,}";
    const std::string blanks(policy.size() - 3, ' ');
    application_run plain;
    plain.server.on("GET " + base + "?projects=p&projects=q&selector=a%3Db&appsetNamespace=ns")
        .json(listed);
    CHECK(plain.run({"appset", "list", "-o", "", "-p", "p", "-p", "q", "-l", "a=b", "-N", "ns"}) ==
          0);
    CHECK(plain.streams.output ==
          "NAME  PROJECT  SYNCPOLICY" + std::string(policy.size() - 10, ' ') +
              "  HEALTH    CONDITIONS\nns/s  p        " + policy +
              "  Degraded  [{ErrorOccurred m <nil> True R}]\nns/s  p        nil" + blanks +
              "            []\n");
    application_run wide;
    wide.server.on("GET " + base).json(R"({"items":[)" + set_json() + "]}");
    CHECK(wide.run({"appset", "list"}) == 0);
    CHECK(wide.streams.output ==
          "NAME  PROJECT  SYNCPOLICY  HEALTH  CONDITIONS  REPO  PATH  TARGET\n"
          "ns/s  p        nil                 []          u     d     r\n");
    application_run names;
    names.server.on("GET " + base).json(listed);
    CHECK(names.run({"appset", "list", "-o", "name"}) == 0);
    CHECK(names.streams.output == "ns/s\nns/s\n");
    application_run refused;
    refused.server.on("GET " + base).status(403).json(denied);
    CHECK(refused.run({"appset", "list"}) == 20);
    CHECK(refused.said("rpc error: code = PermissionDenied desc = permission denied"));
}

TEST_CASE("appset get: a summary, conditions, parameters") {
    application_run world;
    world.server.on("GET " + base + "/s?appsetNamespace=ns").json(set_json("", held));
    CHECK(world.run({"appset", "get", "ns/s", "-N", "other", "--show-params"}) == 0);
    auto expected = summary;
    expected.replace(expected.find("Status:      \n") + 13, 0, "Degraded");
    CHECK(world.streams.output == expected + "\n"
                                             "CONDITION      STATUS  MESSAGE  LAST TRANSITION\n"
                                             "ErrorOccurred  True    m        <nil>\n"
                                             "Other          False   o        <nil>\n"
                                             "\n\n\n"
                                             "NAME  VALUE\n"
                                             "k     v\n");
    application_run bare;
    bare.server.on("GET " + base + "/s").json(R"({"metadata":{"name":"s"}})");
    CHECK(bare.run({"appset", "get", "s"}) == 0);
    CHECK(bare.streams.output.find("Source:\n- Repo:             \n  Target:           \n") !=
          std::string::npos);
    application_run wrong;
    wrong.server.on("GET " + base + "/s").json(set_json());
    CHECK(wrong.run({"appset", "get", "s", "-o", "name"}) == 20);
    CHECK(wrong.said("unknown output format: name"));
}

TEST_CASE("appset create: each set of a file, read by YAML 1.1") {
    application_run world;
    const auto file = file_in(world, "metadata: {name: s}\nspec: {goTemplate: yes}\n---\n"
                                     "metadata: {name: t, namespace: x}\n");
    const auto path = base + "/s?appsetNamespace=ns";
    world.server.on("GET " + path).status(404).json(gone);
    world.server.on("POST " + base).json(set_json()).inspect([](const http_request& request) {
        CHECK(request.body ==
              R"({"metadata":{"name":"s","namespace":"ns"},"spec":{"goTemplate":true}})");
    });
    world.server.on("GET " + base + "/t?appsetNamespace=x").json(set_json());
    world.server.on("POST " + base).json(set_json());
    CHECK(world.run({"appset", "create", file, "-N", "ns"}) == 0);
    CHECK(world.streams.output == "ApplicationSet YAML file does not have namespace; using "
                                  "--appset-namespace=\"ns\".\n" +
                                      summary + summary);
    CHECK(world.streams.talk == "ApplicationSet 's' created\nApplicationSet 's' unchanged\n");
}

TEST_CASE("appset create: upserts and dry runs tell whether something changes") {
    for (const auto& [more, did] : std::vector<std::pair<std::string, std::string>>{
             {"", "unchanged"}, {R"(,"goTemplate":true)", "updated"}}) {
        application_run world;
        const auto file = file_in(world, "metadata: {name: s}\n");
        world.server.on("GET " + base + "/s").json(set_json());
        world.server.on("POST " + base + "?upsert=true&dryRun=true").json(set_json(more));
        CHECK(world.run({"appset", "create", file, "--upsert", "--dry-run", "--wait"}) == 0);
        CHECK(world.streams.talk == "ApplicationSet 's' " + did + " (dry-run)\n");
    }
}

TEST_CASE("appset create --wait: until the applications are up to date") {
    const std::string current = R"("conditions":[{"type":"ResourcesUpToDate","status":"True"}])";
    application_run world;
    const auto file = file_in(world, "metadata: {name: s}\n");
    const auto path = "GET " + base + "/s?appsetNamespace=ns";
    world.server.on("GET " + base + "/s").status(404).json(gone);
    world.server.on("POST " + base).json(set_json());
    world.server.on(path).json(set_json());
    world.server.on(path).json(set_json("", current));
    CHECK(world.run({"appset", "create", file, "--wait"}) == 0);
    CHECK(world.time.elapsed() == 2s);
    CHECK(world.streams.talk ==
          "ApplicationSet 's' created\nApplicationSet 's' resources are up to date\n");
    application_run deleted;
    const auto other = file_in(deleted, "metadata: {name: s}\n");
    deleted.server.on("GET " + base + "/s").status(404).json(gone);
    deleted.server.on("POST " + base).json(set_json());
    deleted.server.on(path).status(404).json(gone);
    CHECK(deleted.run({"appset", "create", other, "--wait"}) == 20);
    CHECK(deleted.said("ApplicationSet \"ns/s\" was deleted before reaching ResourcesUpToDate"));
}

TEST_CASE("appset create, generate: files that are none") {
    for (const std::string verb : {"create", "generate"}) {
        application_run absent;
        CHECK(absent.run({"appset", verb, "/nonexistent/x"}) == 20);
        CHECK(absent.said("error reading applicationset from file /nonexistent/x: error reading "
                          "file payload: open /nonexistent/x: no such file or directory"));
        application_run empty;
        CHECK(empty.run({"appset", verb, file_in(empty, "---\n")}) == 1);
        application_run nameless;
        CHECK(nameless.run({"appset", verb, file_in(nameless, "spec: {}\n")}) == 20);
        application_run broken;
        CHECK(broken.run({"appset", verb, file_in(broken, "a: [\n")}) == 20);
        application_run alone;
        CHECK(alone.run({"appset", verb}) == 1);
    }
}

TEST_CASE("appset generate: applications as a table and as manifests") {
    const std::string made =
        R"({"applications":[{"metadata":{"name":"a","creationTimestamp":null},"spec":{"source":)"
        R"({"repoURL":"u"},"destination":{"server":"https://s"},"project":"p"},"status":{"x":1}}]})";
    for (const auto& [output, text] : std::vector<std::pair<std::string, std::string>>{
             {"", "NAME  CLUSTER    NAMESPACE  PROJECT  STATUS  HEALTH  SYNCPOLICY  CONDITIONS\n"
                  "a     https://s             p                        Manual      <none>\n"},
             {"json",
              "{\n  \"apiVersion\": \"argoproj.io/v1alpha1\",\n  \"kind\": \"Application\",\n"
              "  \"metadata\": {\n    \"name\": \"a\"\n  },\n  \"spec\": {\n"
              "    \"destination\": {\n      \"server\": \"https://s\"\n    },\n"
              "    \"project\": \"p\",\n    \"source\": {\n      \"repoURL\": \"u\"\n    }\n"
              "  }\n}\n"}}) {
        application_run world;
        const auto file = file_in(world, "metadata: {name: s}\n");
        world.server.on("POST " + base + "/generate")
            .json(made)
            .inspect([](const http_request& request) {
                CHECK(request.body == R"({"applicationSet":{"metadata":{"name":"s"}}})");
            });
        CHECK(world.run({"appset", "generate", file, "-o", output}) == 0);
        CHECK(world.streams.output == text);
    }
}

TEST_CASE("appset delete: asked about on a terminal, waited for where that is wanted") {
    application_run world;
    world.server.on("DELETE " + base + "/s?appsetNamespace=ns").json("{}");
    world.server.on("GET " + base + "/s?appsetNamespace=ns").json(set_json());
    world.server.on("GET " + base + "/s?appsetNamespace=ns").status(404).json(gone);
    CHECK(world.run({"appset", "delete", "ns/s", "--wait"}) == 0);
    CHECK(world.time.elapsed() == 2s);
    CHECK(world.streams.output == "applicationset 'ns/s' deleted\n");
    application_run unwilling;
    unwilling.streams.is_terminal = true;
    unwilling.streams.input = {"n"};
    CHECK(unwilling.run({"appset", "delete", "s"}) == 0);
    CHECK(unwilling.streams.output ==
          "Are you sure you want to delete 's' and all its Applications? [y/n] "
          "The command to delete 's' was cancelled.\n");
    application_run missing;
    missing.server.on("DELETE " + base + "/s").status(404).json(gone);
    CHECK(missing.run({"appset", "delete", "s"}) == 20);
    CHECK(missing.said("rpc error: code = NotFound desc = not found"));
    tests::with_every_fault(
        [](application_run& run) { run.server.on("DELETE " + base + "/s").json("{}"); },
        {"appset", "delete", "s"},
        [](application_run& run, int code) {
            tests::check_ending(run, code);
            CHECK(run.count("DELETE") <= 2); // again only if unsent
        });
}

} // namespace argocdpp
