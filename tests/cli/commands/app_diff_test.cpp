#include "../../support/grpc_answer.hpp"
#include "../../support/scratch_folder.hpp"
#include "application_run.hpp"

#include <argocdpp/proto/json.hpp>

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace argocdpp {
namespace {

using tests::app_json;
using tests::application_run;

const std::string states =
    "?fields=items.group%2Citems.kind%2Citems.namespace%2Citems.name%2Citems.hook%2Citems.modified"
    "%2Citems.normalizedLiveState%2Citems.predictedLiveState";
const std::string targets_too = states + "%2Citems.targetState";

std::string in_json(std::string_view text) { return proto::write(proto::any(text)); }

/// A managed ConfigMap with these states, each a JSON text or "null".
std::string managed(std::string_view name, std::string_view live, std::string_view predicted,
                    std::string_view target = "null", std::string_view more = "") {
    return R"({"kind":"ConfigMap","namespace":"d","name":")" + std::string(name) +
           R"(","normalizedLiveState":)" + in_json(live) + R"(,"predictedLiveState":)" +
           in_json(predicted) + R"(,"targetState":)" + in_json(target) +
           (live == predicted ? "" : R"(,"modified":true)") + std::string(more) + "}";
}

std::string config_map(std::string_view name, std::string_view value,
                       std::string_view annotations = "{}") {
    return R"({"apiVersion":"v1","kind":"ConfigMap","data":{"k":")" + std::string(value) +
           R"("},"metadata":{"annotations":)" + std::string(annotations) + R"(,"name":")" +
           std::string(name) + R"(","namespace":"d"}})";
}

void answer(application_run& world, std::string_view items, const std::string& query = states) {
    world.get("/managed-resources" + query).json(R"({"items":[)" + std::string(items) + "]}");
}

/// A managed ConfigMap as it lives.
std::string live(std::string_view name, std::string_view state) {
    return R"({"kind":"ConfigMap","namespace":"d","name":")" + std::string(name) +
           R"(","liveState":)" + in_json(state) + "}";
}

void answer_live(application_run& world, std::string_view items) {
    answer(world, items,
           "?fields=items.group%2Citems.kind%2Citems.namespace%2Citems.name%2Citems.liveState");
}

/// What the server's dry run says: live and predicted states.
void answer_compared(application_run& world,
                     const std::vector<std::pair<std::string, std::string>>& pairs) {
    std::string items;
    for (const auto& [before, after] : pairs)
        items += tests::field(1, tests::field(5, after) + tests::field(6, before) +
                                     tests::flag(12, before != after));
    tests::answer_grpc(world.server.on(tests::diff_call), items + tests::flag(2, true));
}

const std::string changed = managed("b", config_map("b", "1"), config_map("b", "2"));
const std::string changed_text = "\n===== /ConfigMap d/b ======\n3c3\n<   k: \"1\"\n---\n>   k: "
                                 "\"2\"\n";

int diff(application_run& world, std::vector<std::string> words = {}) {
    words.insert(words.begin(), {"app", "diff", "waves"});
    return world.run(words);
}

void check_refused(std::vector<std::string> words, int code, std::string_view reason) {
    CAPTURE(reason);
    application_run world;
    CHECK(diff(world, std::move(words)) == code);
    CHECK(world.said(reason));
    CHECK(world.server.requests().empty());
}

std::string read(const std::string& file) {
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

unsigned mode_of(const std::string& path) {
    struct stat facts {};
    ::stat(path.c_str(), &facts);
    return facts.st_mode & 07777;
}

} // namespace

TEST_CASE("app diff: what would change, come and go, by key; exit 1; one request") {
    application_run world;
    answer(world, managed("c", config_map("c", "1"), "null") + "," + changed + "," +
                      managed("a", "null", config_map("a", "1")) + "," +
                      managed("d", config_map("d", "1"), config_map("d", "1")) + "," +
                      managed("e", "null", "null"));
    CHECK(diff(world) == 1);
    const std::string lines = "apiVersion: v1\n> data:\n>   k: \"1\"\n> kind: ConfigMap\n"
                              "> metadata:\n>   annotations: {}\n>   name: a\n>   namespace: d\n";
    std::string gone = "\n===== /ConfigMap d/c ======\n1,8d0\n< " + lines;
    for (std::size_t at = gone.find("> "); at != std::string::npos; at = gone.find("> ", at))
        gone[at] = '<';
    gone.replace(gone.find("name: a"), 7, "name: c");
    CHECK(world.streams.output ==
          "\n===== /ConfigMap d/a ======\n0a1,8\n> " + lines + changed_text + gone);
    CHECK(world.streams.talk == "");
    CHECK(world.server.requests().size() == 1);
}

TEST_CASE("app diff: without differences nothing, exit 0") {
    application_run world;
    answer(world, managed("d", config_map("d", "1"), config_map("d", "1")));
    CHECK(diff(world) == 0);
    CHECK(world.streams.output == "");

    application_run empty;
    empty.get("/managed-resources" + states).json("{}");
    CHECK(diff(empty) == 0);
}

TEST_CASE("app diff: hooks are left out, a side at a time") {
    const std::string_view hook = R"({"argocd.argoproj.io/hook":"PreSync"})";
    application_run world;
    answer(world, managed("a", "null", config_map("a", "1", hook)) + "," +
                      managed("b", config_map("b", "1", hook), config_map("b", "2", hook)));
    CHECK(diff(world) == 0);
    CHECK(world.streams.output == "");

    application_run half;
    answer(half, managed("a", config_map("a", "1"), config_map("a", "1", hook)));
    CHECK(diff(half) == 1);
    CHECK(half.streams.output.find("1,8d0") != std::string::npos);
}

TEST_CASE("app diff: the exit code is the caller's to choose") {
    const std::vector<std::pair<std::vector<std::string>, int>> cases = {
        {{"--exit-code=false"}, 0},
        {{"--diff-exit-code", "42"}, 42},
        {{"--diff-exit-code", "0"}, 0},
        {{"--diff-exit-code", "-1"}, 255},
        {{"--diff-exit-code", "300"}, 44}};
    for (const auto& [words, code] : cases) {
        application_run world;
        answer(world, changed);
        CHECK(diff(world, words) == code);
        CHECK(world.streams.output == changed_text);
    }
}

TEST_CASE("app diff: --refresh and --hard-refresh have it compared first") {
    application_run normal;
    normal.get("?refresh=normal").json(app_json({}));
    answer(normal, changed);
    CHECK(diff(normal, {"--refresh"}) == 1);

    application_run hard;
    hard.get("?refresh=hard").json(app_json({}));
    answer(hard, changed);
    CHECK(diff(hard, {"--refresh", "--hard-refresh"}) == 1);
}

TEST_CASE("app diff: another revision whose targets are the same differs as before") {
    const std::string target = R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"b"}})";
    const std::string with_namespace =
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"b","namespace":"d"}})";
    application_run world;
    world.get().json(app_json({}));
    answer(world, managed("b", config_map("b", "1"), config_map("b", "2"), with_namespace),
           targets_too);
    world.get("/manifests?revision=v1").json(R"({"manifests":[)" + in_json(target) + "]}");
    CHECK(diff(world, {"--revision", "v1"}) == 1);
    CHECK(world.streams.output == changed_text);
}

TEST_CASE("app diff: another revision adds and removes objects; what comes twice is told") {
    application_run world;
    world.get("?refresh=hard").json(app_json({}));
    const std::string same = config_map("b", "1");
    answer(world, managed("b", same, same, same), targets_too);
    const std::string hook = config_map("h", "1", R"({"helm.sh/hook":"pre-install"})");
    // A kind that no live object is of counts as one without a namespace.
    const std::string other = R"({"apiVersion":"g/v1","kind":"Other","metadata":{"name":"o",)"
                              R"("namespace":"d"}})";
    const std::string added = in_json(config_map("n", "1"));
    world.get("/manifests?revision=v1&noCache=true")
        .json(R"({"manifests":[)" + added + "," + in_json(other) + "," + in_json(hook) + "," +
              added + "]}");
    CHECK(diff(world, {"--revision", "v1", "--hard-refresh"}) == 1);
    const auto& out = world.streams.output;
    CHECK(out.find("\n===== /ConfigMap d/b ======\n1,8d0\n") == 0);
    CHECK(out.find("\n===== /ConfigMap d/n ======\n0a1,8\n") != std::string::npos);
    CHECK(out.find("\n===== g/Other /o ======\n0a1,4\n> apiVersion: g/v1\n> kind: Other\n"
                   "> metadata:\n>   name: o\n") != std::string::npos);
    CHECK(out.find("d/h") == std::string::npos);
    CHECK(world.said("RepeatedResourceWarning: Resource /ConfigMap/d/n appeared 2 times among "
                     "application resources."));
}

TEST_CASE("app diff: another revision that changes what is live is run dry on the server") {
    application_run world;
    world.get().json(app_json({}));
    answer(world, managed("b", config_map("b", "1"), config_map("b", "1"), config_map("b", "1")),
           targets_too);
    world.get("/manifests?revision=v1")
        .json(R"({"manifests":[)" + in_json(config_map("b", "2")) + "]}");
    answer_live(world, live("b", config_map("b", "full")));
    answer_compared(world, {{config_map("b", "1"), config_map("b", "2")}});
    CHECK(diff(world, {"--revision", "v1"}) == 1);
    CHECK(world.streams.output == changed_text);
    const auto asked = world.body_of("POST");
    CHECK(asked.find(config_map("b", "full")) != std::string::npos);
    CHECK(asked.find(config_map("b", "2")) == asked.rfind(config_map("b", "2")));
}

TEST_CASE("app diff --server-side-diff: every object but hooks is run dry, and told of") {
    application_run world;
    world.get().json(app_json({}));
    const std::string hook = config_map("h", "1", R"({"argocd.argoproj.io/hook":"PreSync"})");
    answer(world,
           managed("b", "null", "null", config_map("b", "1")) + "," +
               managed("g", "null", "null", "null") + "," + managed("h", hook, hook, hook),
           targets_too);
    answer_live(world, live("b", config_map("b", "1")) + "," + live("h", hook));
    answer_compared(world, {{config_map("b", "1"), config_map("b", "2")}});
    CHECK(diff(world, {"--server-side-diff", "--server-side-diff-concurrency", "1",
                       "--server-side-diff-max-batch-kb", "1"}) == 1);
    CHECK(world.streams.output == changed_text);
    CHECK(world.streams.talk ==
          "Warning: Application does not have ServerSideDiff=true annotation.\n");
}

TEST_CASE("app diff --local: what the server renders of the directory") {
    const tests::scratch_folder folder;
    folder.write("a.yaml");
    folder.write("b.txt");
    for (const bool as_sent : {false, true}) {
        application_run world;
        world.get().json(app_json({}));
        const std::string secret = R"({"kind":"Secret","namespace":"d","name":"s"})";
        answer(world,
               managed("b", config_map("b", "1"), config_map("b", "1"), config_map("b", "1")) +
                   "," + secret,
               targets_too);
        tests::answer_grpc(world.server.on(tests::manifests_call),
                           tests::field(1, config_map("b", "2")));
        answer_live(world, live("b", config_map("b", "1")));
        answer_compared(world, {{config_map("b", "1"), config_map("b", "2")}});
        std::vector<std::string> words = {"--local", folder.path()};
        if (as_sent)
            words.push_back("--server-side-generate");
        CHECK(diff(world, words) == 1);
        CHECK(world.streams.output == changed_text);
    }
}

TEST_CASE("app diff --local: only files of these patterns go as they are") {
    const tests::scratch_folder folder;
    folder.write("b.txt");
    application_run world;
    world.get().json(app_json({}));
    answer(world, "", targets_too);
    CHECK(diff(world, {"--local", folder.path(), "--server-side-generate"}) == 20);
    CHECK(world.said("no files to send"));

    application_run mixed;
    mixed.get().json(app_json({}));
    CHECK(diff(mixed, {"--local", folder.path(), "--server-side-diff"}) == 1);
    CHECK(mixed.said("--server-side-diff with --local requires --server-side-generate."));
}

TEST_CASE("app diff: flags that do not fit") {
    check_refused({"--source-names", "a", "--source-positions", "1"}, 20,
                  "Only one of source-positions and source-names can be specified.");
    check_refused({"--source-names", "a"}, 20,
                  "While using --revisions and --source-names, length of values for both flags "
                  "should be same.");
    check_refused({"--source-positions", "1"}, 20,
                  "While using --revisions and --source-positions, length of values for both flags "
                  "should be same.");
    check_refused({"--server-side-diff-concurrency", "0"}, 20,
                  "invalid value for --server-side-diff-concurrency: 0 is not allowed (use -1 for "
                  "unlimited, or a positive number to limit concurrency)");
}

TEST_CASE("app diff: sources of an application with several") {
    const std::string_view two = R"({"metadata":{"name":"waves"},"status":{},"spec":{"sources":[
        {"repoURL":"r","name":"one"},{"repoURL":"s","name":"two"}]}})";
    application_run world;
    world.get().json(two);
    answer(world, changed, targets_too);
    world.get("/manifests?revisions=v1&sourcePositions=2").json("{}");
    CHECK(diff(world, {"--revisions", "v1", "--source-names", "two"}) == 1);
    CHECK(world.streams.output.find("1,8d0") != std::string::npos);

    application_run unknown;
    unknown.get().json(two);
    CHECK(diff(unknown, {"--revisions", "v1", "--source-names", "x"}) == 1);
    CHECK(unknown.said("Unknown source name 'x'"));

    application_run beyond;
    beyond.get().json(two);
    CHECK(diff(beyond, {"--revisions", "v1", "--source-positions", "3"}) == 1);
    CHECK(beyond.said("source-position cannot be less than 1 or more than number of sources in the "
                      "app. Counting starts at 1."));
}

TEST_CASE("app diff: with another number of names than one the help, exit 2") {
    for (const auto& words : {std::vector<std::string>{"app", "diff"}, {"app", "diff", "a", "b"}}) {
        application_run world;
        CHECK(world.run(words) == 2);
        CHECK(world.streams.output.find("argocdpp app diff APPNAME") != std::string::npos);
    }
}

TEST_CASE("app diff: the server's refusal in its words") {
    application_run world;
    world.get("/managed-resources?appNamespace=n&" + states.substr(1))
        .status(403)
        .json(R"({"code":7,"message":"permission denied"})");
    CHECK(diff(world, {"-N", "n"}) == 20);
    CHECK(world.said("rpc error: code = PermissionDenied desc = permission denied"));
}

TEST_CASE("app diff: a tool gets its own words, then the live and the target file") {
    application_run world;
    answer(world, changed);
    world.variables["KUBECTL_EXTERNAL_DIFF"] = "tool -u 'two words' \"a\\\"b\"";
    world.variables["TMPDIR"] = world.directory.string();
    std::vector<std::string> ran;
    world.run_child = [&](const std::vector<std::string>& words, cli::child_input input) {
        ran = words;
        CHECK(input == cli::child_input::nothing);
        CHECK(world.streams.output == "\n===== /ConfigMap d/b ======\n");
        REQUIRE(words.size() == 6);
        CHECK(read(words[4]).find("k: \"1\"") != std::string::npos);
        CHECK(read(words[5]).find("k: \"2\"") != std::string::npos);
        const auto folder = std::filesystem::path(words[4]).parent_path();
        CHECK(folder.parent_path() == world.directory);
        CHECK(folder.filename().string().starts_with("argocd-diff"));
        CHECK(std::filesystem::path(words[4]).filename() == "b-live.yaml");
        CHECK(std::filesystem::path(words[5]) == folder / "b");
        CHECK(mode_of(folder) == 0700);
        CHECK(mode_of(words[4]) == 0600);
        CHECK(mode_of(words[5]) == 0600);
        return 17;
    };
    CHECK(diff(world) == 1);
    CHECK(std::vector<std::string>(ran.begin(), ran.begin() + 4) ==
          std::vector<std::string>{"tool", "-u", "two words", "a\"b"});
    CHECK_FALSE(std::filesystem::exists(ran[4]));
    CHECK_FALSE(std::filesystem::exists(std::filesystem::path(ran[4]).parent_path()));
}

TEST_CASE("app diff: a tool that can't be run leaves the heading, and debug says why") {
    for (const std::string tool : {"/no/such/tool", "'open", " "}) {
        application_run world;
        answer(world, changed);
        world.variables["KUBECTL_EXTERNAL_DIFF"] = tool;
        CHECK(diff(world, {"--loglevel", "debug"}) == 1);
        CHECK(world.streams.output == "\n===== /ConfigMap d/b ======\n");
        CHECK(world.streams.talk.find("KUBECTL_EXTERNAL_DIFF: ") != std::string::npos);
    }
}

TEST_CASE("app diff: an interrupted tool leaves no files") {
    application_run world;
    answer(world, changed);
    world.variables["KUBECTL_EXTERNAL_DIFF"] = "tool";
    std::string file;
    world.run_child = [&](const std::vector<std::string>& words, cli::child_input) -> int {
        file = words.back();
        throw interrupted{2};
    };
    CHECK(diff(world) == 130);
    CHECK_FALSE(std::filesystem::exists(file));
}

TEST_CASE("app diff: with a fault at any request it ends well or says why") {
    const auto prepare = [](application_run& world) {
        world.get().json(app_json({})).forever();
        world.get("/managed-resources" + targets_too)
            .json(R"({"items":[)" + managed("b", config_map("b", "1"), config_map("b", "1")) + "]}")
            .forever();
        world.get("/manifests?revision=v1").json("{}").forever();
    };
    const auto check = [](application_run& world, int code) {
        CHECK((code == 1 || code == 20));
        CHECK(world.streams.talk.find("internal error") == std::string::npos);
        const bool is_fatal = world.streams.talk.find("\"fatal\"") != std::string::npos;
        CHECK(is_fatal == world.streams.output.empty());
    };
    tests::with_every_fault(prepare, {"app", "diff", "waves", "--revision", "v1"}, check);
}

} // namespace argocdpp
