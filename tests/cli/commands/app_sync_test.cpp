#include "application_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using namespace std::chrono_literals;
using tests::app_json;
using tests::application_run;
using tests::ended;
using tests::event_line;

constexpr std::string_view resources = R"([
    {"group":"apps","kind":"Deployment","namespace":"d","name":"web","status":"Synced"},
    {"kind":"ConfigMap","namespace":"d","name":"web","status":"OutOfSync"},
    {"kind":"Service","namespace":"e","name":"web","status":"Synced"}])";

/// The body that `app sync waves --async` with these further words sends.
std::string sent(std::vector<std::string> words) {
    application_run world;
    world.get().json(app_json({.resources = std::string(resources)}));
    world.post_sync();
    words.insert(words.begin(), {"app", "sync", "waves", "--async"});
    CHECK(world.run(words) == 0);
    CHECK(world.streams.output == "");
    CHECK(world.streams.talk == "");
    return world.body_of("POST");
}

/// As `sent`, of an application with two named sources.
std::string sent_for_sources(std::vector<std::string> words) {
    const std::string_view two = R"({"metadata":{"name":"waves"},"status":{},"spec":{"sources":[
        {"repoURL":"https://git/r","name":"one"},{"repoURL":"https://git/s","name":"two"}]}})";
    application_run world;
    world.get().json(two).forever();
    world.post_sync();
    words.insert(words.begin(), {"app", "sync", "waves", "--async"});
    CHECK(world.run(words) == 0);
    return world.body_of("POST");
}

/// A run that must end before anything is asked of the server.
void refused(std::vector<std::string> words, std::string_view message, int code = 1) {
    CAPTURE(message);
    application_run world;
    words.insert(words.begin(), {"app", "sync"});
    CHECK(world.run(words) == code);
    CHECK(world.said(message));
    CHECK(world.server.requests().empty());
}

/// A sync of `waves` that has ended like this when it is first looked at.
int sync_of(application_run& world, const tests::app_facts& after,
            std::vector<std::string> words = {}) {
    world.answer_finished_sync({.resources = std::string(resources)}, after);
    words.insert(words.begin(), {"app", "sync", "waves"});
    return world.run(words);
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

const std::string hook = R"("strategy":{"hook":{}})";

} // namespace

TEST_CASE("app sync: without flags only the strategy is sent") {
    CHECK(sent({}) == "{" + hook + "}");
}

TEST_CASE("app sync: what each switch sends") {
    CHECK(sent({"--dry-run"}) == R"({"dryRun":true,)" + hook + "}");
    CHECK(sent({"--prune"}) == R"({"prune":true,)" + hook + "}");
    CHECK(sent({"--force"}) == R"({"strategy":{"hook":{"force":true}}})");
    CHECK(sent({"--strategy", "hook"}) == sent({}));
    CHECK(sent({"--strategy", "apply"}) == R"({"strategy":{"apply":{}}})");
    CHECK(sent({"--strategy", "apply", "--force"}) == R"({"strategy":{"apply":{"force":true}}})");
    CHECK(sent({"--replace"}) == "{" + hook + R"(,"syncOptions":{"items":["Replace=true"]}})");
    CHECK(sent({"--server-side"}) ==
          "{" + hook + R"(,"syncOptions":{"items":["ServerSideApply=true"]}})");
    CHECK(sent({"--apply-out-of-sync-only"}) ==
          "{" + hook + R"(,"syncOptions":{"items":["ApplyOutOfSyncOnly=true"]}})");
    CHECK(sent({"--apply-out-of-sync-only", "--server-side", "--replace"}) ==
          "{" + hook + R"(,"syncOptions":{"items":["Replace=true","ServerSideApply=true",)" +
              R"("ApplyOutOfSyncOnly=true"]}})");
}

TEST_CASE("app sync: the retry policy is sent when a limit is given, whole") {
    CHECK(sent({"--retry-limit", "3"}) ==
          "{" + hook + R"(,"retryStrategy":{"limit":3,"backoff":{"duration":"5s","factor":2,)" +
              R"("maxDuration":"3m0s"}}})");
    CHECK(sent({"--retry-limit", "-1", "--retry-backoff-duration", "90s", "--retry-backoff-factor",
                "4", "--retry-backoff-max-duration", "1h", "--retry-refresh"}) ==
          "{" + hook + R"(,"retryStrategy":{"limit":-1,"backoff":{"duration":"1m30s","factor":4,)" +
              R"("maxDuration":"1h0m0s"},"refresh":true}})");
    CHECK(sent({"--retry-backoff-duration", "90s", "--retry-refresh"}) == sent({}));
}

TEST_CASE("app sync: infos, the later value of a key winning") {
    CHECK(sent({"--info", "a=1", "--info", "b=", "--info", "a=2"}) ==
          "{" + hook + R"(,"infos":[{"name":"b"},{"name":"a","value":"2"}]})");
}

TEST_CASE("app sync: revisions") {
    CHECK(sent({"--revision", "v1"}) == R"({"revision":"v1",)" + hook + "}");
    const std::string both = "{" + hook + R"(,"sourcePositions":[2,1],"revisions":["x","y"]})";
    CHECK(sent_for_sources({"--revisions", "x", "--revisions", "y", "--source-positions", "2",
                            "--source-positions", "1"}) == both);
    CHECK(sent_for_sources({"--revisions", "x", "--revisions", "y", "--source-names", "two",
                            "--source-names", "one"}) == both);
}

TEST_CASE("app sync: resources are named one by one, as the application has them") {
    const auto chosen = [](std::vector<std::string> selectors) {
        std::vector<std::string> words;
        for (auto& selector : selectors)
            words.insert(words.end(), {"--resource", std::move(selector)});
        return sent(std::move(words));
    };
    const std::string deployment =
        R"({"group":"apps","kind":"Deployment","name":"web","namespace":"d"})";
    const std::string map = R"({"kind":"ConfigMap","name":"web","namespace":"d"})";
    const std::string service = R"({"kind":"Service","name":"web","namespace":"e"})";
    const auto with = [](const std::string& list) {
        return "{" + hook + R"(,"resources":[)" + list + "]}";
    };
    CHECK(chosen({"apps:Deployment:web"}) == with(deployment));
    CHECK(chosen({"*:*:d/web"}) == with(deployment + "," + map));
    CHECK(chosen({":ConfigMap:web", ":Service:e/*"}) == with(map + "," + service));
    CHECK(chosen({"!apps:*:*"}) == with(map + "," + service));
    CHECK(chosen({"*:*:*", "!*:Service:*"}) == with(deployment + "," + map));
}

TEST_CASE("app sync: resources that are not there") {
    application_run world;
    world.get().json(app_json({.resources = std::string(resources)}));
    CHECK(world.run({"app", "sync", "waves", "--resource", ":Pod:a", "--resource", ":Pod:b"}) == 1);
    CHECK(world.said("No matching app resources found for resource filter: :Pod:a, :Pod:b"));
    CHECK(world.count("POST") == 0);

    application_run bad;
    CHECK(bad.run({"app", "sync", "waves", "--resource", "Pod"}) == 20);
    CHECK(bad.said("resource should have GROUP:KIND:NAME, but instead got: Pod"));
}

TEST_CASE("app sync: --label chooses by rendered manifests, and the choice grows from one "
          "application to the next") {
    application_run world;
    const auto manifest = [](std::string_view kind, std::string_view name) {
        return R"("{\"apiVersion\":\"v1\",\"kind\":\")" + std::string(kind) +
               R"(\",\"metadata\":{\"name\":\")" + std::string(name) +
               R"(\",\"labels\":{\"tier\":\"web\"}}}")";
    };
    const auto plain = [](std::string_view name) {
        return R"({"metadata":{"name":")" + std::string(name) +
               R"("},"spec":{},"status":{"resources":[{"kind":"ConfigMap","name":"m"},)" +
               R"({"kind":"Service","name":"s"}]}})";
    };
    world.get("/manifests?revision=v1", "a")
        .json(R"({"manifests":[)" + manifest("ConfigMap", "m") + R"(,"{\"kind\":\"Service\"}"]})");
    world.get("", "a").json(plain("a"));
    world.post_sync("a");
    world.get("/manifests?revision=v1", "b")
        .json(R"({"manifests":[)" + manifest("Service", "s") + "]}");
    world.get("", "b").json(plain("b"));
    world.post_sync("b");
    CHECK(world.run({"app", "sync", "a", "b", "--async", "--label", "tier=web", "--label", "x=y",
                     "--revision", "v1"}) == 0);
    CHECK(world.streams.output == "The name of the app is  a\nThe name of the app is  b\n");
    const std::string map = R"({"kind":"ConfigMap","name":"m"})";
    CHECK(has(world.body_of("POST", 0), R"("resources":[)" + map + "]"));
    CHECK(has(world.body_of("POST", 1),
              R"("resources":[)" + map + R"(,{"kind":"Service","name":"s"}])"));
}

TEST_CASE("app sync: labels that nothing carries, that are none, or cannot be looked up") {
    application_run world;
    world.get("/manifests").json(R"({"manifests":["{\"kind\":\"Service\"}"]})");
    CHECK(world.run({"app", "sync", "waves", "--label", "a=b", "--label", "c=d"}) == 1);
    CHECK(world.said("No matching resources found for labels: [a=b c=d]"));

    refused({"waves", "--label", "a"}, "labels should have key=value, but instead got: a", 20);
    refused({"waves", "--label", "a=b=c"}, "labels should have key=value, but instead got: a=b=c",
            20);

    application_run broken;
    broken.get("/manifests").status(400).json(R"({"code":3,"message":"no such revision"})");
    CHECK(broken.run({"app", "sync", "waves", "--label", "a=b"}) == 1);
    CHECK(broken.said("rpc error: code = InvalidArgument desc = no such revision"));
}

TEST_CASE("app sync: what is refused before anything is asked") {
    refused({"a", "b", "-l", "x=y"},
            "Cannot use selector option when application name(s) passed as argument(s)");
    const std::string_view positions =
        "Cannot use --revisions and --source-positions options when 0 or more than 1 application "
        "names are passed as argument(s)";
    refused({"a", "b", "--revisions", "v1", "--source-positions", "1"}, positions);
    refused({"-l", "x=y", "--source-positions", "1"}, positions);
    refused({"-l", "x=y", "--source-names", "one"},
            "Cannot use --revisions and --source-names options when 0 or more than 1 application "
            "names are passed as argument(s)");
    refused({"a", "--revisions", "v1", "--source-names", "one", "--source-positions", "1"},
            "Only one of source-positions and source-names can be specified.");
    refused({"a", "--revisions", "v1", "--source-positions", "1", "--source-positions", "2"},
            "While using --revisions and --source-positions, length of values for both flags "
            "should be same.");
    refused({"a", "--source-names", "one"},
            "While using --revisions and --source-names, length of values for both flags should "
            "be same.");
    refused({"a", "--revisions", "v1", "--source-positions", "0"},
            "source-position cannot be less than or equal to 0, Counting starts at 1");
}

TEST_CASE("app sync: neither name nor choice: help, 1") {
    application_run world;
    CHECK(world.run({"app", "sync"}) == 1);
    CHECK(has(world.streams.output, "argocdpp app sync"));
    CHECK(world.server.requests().empty());
}

TEST_CASE("app sync: what is refused after the application was read, but before it is synced") {
    const auto ends = [](const std::string& document, std::vector<std::string> words,
                         std::string_view message, int code) {
        application_run world;
        world.get().json(document);
        words.insert(words.begin(), {"app", "sync", "waves"});
        CHECK(world.run(words) == code);
        CHECK(world.said(message));
        CHECK(world.count("POST") == 0);
    };
    ends(R"({"metadata":{},"spec":{"sources":[{"repoURL":"a"}]},"status":{}})",
         {"--revision", "v1"},
         "argocd cli does not work on multi-source app with --revision flag. Use --revisions and "
         "--source-positions instead.",
         1);
    ends(app_json({}), {"--source-names", "x", "--revisions", "v1"}, "Unknown source name 'x'", 1);
    ends(app_json({}), {"--strategy", "magic"}, "Unknown sync strategy: 'magic'", 1);
    ends(app_json({}), {"--info", "a"}, "labels should have key=value, but instead got: a", 20);
}

TEST_CASE("app sync: selector and projects choose, one after the other; a name may stand beside") {
    application_run world;
    world.names("selector=a%3Db&appNamespace=x&projects=p&projects=q", {"one"});
    world.get("?appNamespace=x", "first").json(app_json({}));
    world.post_sync("first");
    world.get("?appNamespace=argocd", "one").json(app_json({}));
    world.post_sync("one");
    CHECK(world.run({"app", "sync", "first", "-l", "a=b", "-N", "x", "--project", "p", "--project",
                     "q", "--async"}) == 0);
    CHECK(has(world.body_of("POST", 0), R"("appNamespace":"x")"));
    CHECK(has(world.body_of("POST", 1), R"("appNamespace":"argocd")"));
}

TEST_CASE("app sync: a choice that finds nothing") {
    const auto nothing = [](std::string_view query, std::vector<std::string> words,
                            std::string_view message) {
        application_run world;
        world.names(query, {});
        words.insert(words.begin(), {"app", "sync"});
        CHECK(world.run(words) == 1);
        CHECK(world.said(message));
    };
    nothing("selector=a%3Db", {"-l", "a=b"}, "No matching apps found for filter: selector a=b");
    nothing("projects=p&projects=q", {"--project", "p", "--project", "q"},
            "No matching apps found for filter: projects [p q]");
    nothing("selector=a&projects=p", {"-l", "a", "--project", "p"},
            "No matching apps found for filter: selector a projects [p]");
}

TEST_CASE("app sync: it is followed to its end, compared again, and shown") {
    application_run world;
    world.get().json(app_json({.sync = "OutOfSync"}));
    world.post_sync();
    world.answer_settings();
    world.get().json(app_json({.sync = "OutOfSync", .operation = tests::asked}));
    world.stream()
        .piece(event_line("MODIFIED", {.version = "11", .operation_state = tests::running}))
        .after(1s)
        .piece(event_line(
            "MODIFIED",
            {.version = "12", .sync = "OutOfSync", .operation_state = ended("Succeeded", R"([
            {"group":"batch","kind":"Job","name":"m","hookType":"PreSync","hookPhase":"Succeeded"}])")}))
        .hang();
    world.get("?project=default&refresh=normal")
        .json(app_json({.version = "13", .operation_state = ended()}));
    CHECK(world.run({"app", "sync", "waves"}) == 0);
    CHECK(has(world.streams.output, "Sync Status:        Synced to "));
    CHECK(has(world.streams.output, "\nOperation:          Sync\n"));
    CHECK(has(world.streams.output, "Phase:              Succeeded\n"));
    CHECK(world.time.elapsed() == 1s);
    CHECK(world.count("POST") == 1);
}

TEST_CASE("app sync: a failed operation is shown, and ends with 1") {
    for (const std::string phase : {"Failed", "Error"}) {
        application_run world;
        CHECK(sync_of(world, {.operation_state = ended(phase)}) == 1);
        CHECK(has(world.streams.output, "Phase:              " + phase));
        CHECK(world.said("Operation has completed with phase: " + phase));
    }
    application_run world;
    CHECK(sync_of(world, {.operation_state = ended("Failed")}, {"--dry-run"}) == 0);
}

TEST_CASE("app sync: resources that wait for pruning") {
    const std::string left = ended("Succeeded", R"x([
        {"kind":"A","name":"a","status":"PruneSkipped","message":"ignored (requires pruning)"},
        {"kind":"A","name":"b","status":"PruneSkipped","message":"ignored (requires pruning)"},
        {"kind":"A","name":"c","status":"PruneSkipped","message":"ignored (no prune)"}])x");
    application_run world;
    CHECK(sync_of(world, {.sync = "OutOfSync", .operation_state = left}) == 1);
    CHECK(world.said("2 resources require pruning"));
    // Not where all is synced, nor after a preview, nor where only some resources were synced.
    application_run synced, preview, partial;
    CHECK(sync_of(synced, {.operation_state = left}) == 0);
    CHECK(sync_of(preview, {.sync = "OutOfSync", .operation_state = left}, {"--dry-run"}) == 0);
    CHECK(sync_of(partial, {.sync = "OutOfSync", .operation_state = left},
                  {"--resource", ":ConfigMap:web"}) == 0);
}

TEST_CASE("app sync: output formats") {
    application_run json;
    json.get().json(app_json({}));
    json.post_sync();
    json.get().json(app_json({.operation_state = ended()}));
    CHECK(json.run({"app", "sync", "waves", "-o", "json"}) == 0);
    CHECK(json.streams.output.starts_with("{\n  \"metadata\": {"));
    CHECK(json.streams.output.ends_with("\n}\n"));

    application_run tree;
    tree.get("/resource-tree").json(R"({"nodes":[{"uid":"1","kind":"Pod","name":"p"}]})");
    CHECK(sync_of(tree, {.operation_state = ended()}, {"-o", "tree"}) == 0);
    CHECK(has(tree.streams.output, "Pod/p"));

    application_run unknown;
    CHECK(sync_of(unknown, {.operation_state = ended()}, {"-o", "xml"}) == 20);
    CHECK(unknown.said("unknown output format: xml"));
}

TEST_CASE("app sync: the timeout ends it with 20, whatever becomes of the operation") {
    application_run world;
    world.get().json(app_json({}));
    world.post_sync();
    world.answer_settings();
    world.get().json(app_json({.operation_state = tests::running})).forever();
    world.get("?project=default").json(app_json({.operation_state = tests::running})).forever();
    world.stream().hang().forever();
    CHECK(world.run({"app", "sync", "waves", "--timeout", "9"}) == 20);
    CHECK(world.said(R"(timed out (9s) waiting for app "waves" match desired state)"));
    CHECK(has(world.streams.output, "Phase:              Running\n"));
    CHECK(world.time.elapsed() == 9s);
}

TEST_CASE("app sync: the timeout counts from the first call on") {
    application_run unread;
    unread.get().hang();
    CHECK(unread.run({"app", "sync", "waves", "--timeout", "9"}) == 20);
    CHECK(unread.said("timed out (9s) reading application 'waves'"));
    CHECK(unread.time.elapsed() == 9s);

    application_run unanswered;
    unanswered.get().json(app_json({}));
    unanswered.post_sync().after(20s).piece(" ");
    CHECK(unanswered.run({"app", "sync", "waves", "--timeout", "9"}) == 20);
    CHECK(unanswered.said("timed out (9s) waiting for the answer to the sync of application "
                          "'waves'; it may have been taken"));
    CHECK(unanswered.time.elapsed() == 9s);
    CHECK(unanswered.count("POST") == 1);
}

TEST_CASE("app sync: another application of that name has not been synced") {
    application_run world;
    world.answer_finished_sync({}, {.version = "11", .uid = "u2"});
    CHECK(world.run({"app", "sync", "waves"}) == 20);
    CHECK(world.said("application 'waves' was deleted and created again during the sync"));
}

TEST_CASE("app sync: several names, until the first failure") {
    application_run world;
    world.get("", "a").json(app_json({}));
    world.post_sync("a");
    world.get("", "b").json(app_json({}));
    world.server.on("POST /api/v1/applications/b/sync")
        .status(400)
        .json(R"({"code":9,"message":"another operation is already in progress"})");
    CHECK(world.run({"app", "sync", "a", "b", "c", "--async"}) == 20);
    CHECK(world.said("rpc error: code = FailedPrecondition desc = another operation is already in "
                     "progress"));
}

TEST_CASE("app sync: an answer that was lost is looked for, and the sync is sent once") {
    application_run taken;
    taken.get().json(app_json({}));
    taken.post_sync().cut();
    taken.get().json(app_json({.operation = R"({"sync":{}})"}));
    CHECK(taken.run({"app", "sync", "waves", "--async"}) == 0);
    CHECK(taken.count("POST") == 1);

    application_run unknown;
    unknown.get().json(app_json({})).forever();
    unknown.post_sync().cut();
    CHECK(unknown.run({"app", "sync", "waves", "--async"}) == 20);
    CHECK(has(unknown.streams.talk, "it may have been taken"));
    CHECK(unknown.count("POST") == 1);
    CHECK(unknown.time.elapsed() == 5s);
}

TEST_CASE("app sync: with a fault at any request it ends, is sent once, and says why") {
    const auto check = [](application_run& world, int code) {
        tests::check_ending(world, code);
        std::size_t taken = 0;
        for (const auto& request : world.server.requests())
            taken += request.method == "POST" && request.target.ends_with("/sync");
        CHECK(taken <= 2); // a second time only where the first was never sent
    };
    tests::with_every_fault(
        [](application_run& world) {
            world.names("selector=a%3Db", {"waves"});
            const std::string name = "?appNamespace=argocd";
            world.get("/manifests" + name)
                .json(
                    R"({"manifests":["{\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\",\"labels\":{\"a\":\"b\"}}}"]})");
            const std::string pod = R"([{"kind":"Pod","name":"p","status":"Synced"}])";
            world.get(name).json(app_json({.resources = pod}));
            world.post_sync();
            world.answer_settings();
            world.get(name)
                .json(app_json({.operation_state = ended(), .resources = pod}))
                .forever();
        },
        {"app", "sync", "-l", "a=b", "--label", "a=b"}, check);
}

} // namespace argocdpp
