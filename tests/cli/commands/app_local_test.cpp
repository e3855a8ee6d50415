// --local of `app manifests` and `app sync`.

#include "../../support/grpc_answer.hpp"
#include "../../support/scratch_folder.hpp"
#include "application_run.hpp"

#include <argocdpp/proto/codec.hpp>
#include <argocdpp/proto/manifests.hpp>

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using namespace std::string_literals;
using tests::answer_grpc;
using tests::app_json;
using tests::application_run;
using tests::ended;
using tests::field;
using tests::manifests_call;
using tests::scratch_folder;

const std::string config_map = R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}})";
const std::string secret =
    R"({"apiVersion":"v1","data":{"p":"++++++++"},"kind":"Secret","metadata":{"name":"s"}})";
const std::string empty_secret = R"({"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"}})";

/// An application whose files are at env/prod; `more` is further JSON of its spec.
std::string app_at(const std::string& more = "") {
    return R"({"metadata":{"name":"waves"},"spec":{"source":{"path":"env/prod"},)" + more +
           R"("destination":{"namespace":"d"}},"status":{"resources":[
               {"version":"v1","kind":"ConfigMap","namespace":"d","name":"a","status":"Synced"},
               {"version":"v1","kind":"Secret","namespace":"d","name":"s","status":"Synced"}]}})";
}

/// A repository with the application's directory and one beside it.
struct local_run : application_run {
    scratch_folder folder;

    local_run() {
        folder.write("env/prod/a.yaml", "kind: x\n");
        folder.write("base/b.yaml", "kind: y\n");
    }

    void answer_rendered(const std::vector<std::string>& manifests) {
        std::string message;
        for (const auto& text : manifests)
            message += field(1, text);
        answer_grpc(server.on(manifests_call), message);
    }

    int manifests(std::vector<std::string> more = {}, const std::string& rest = "") {
        get().json(app_at(rest));
        get("/managed-resources").json(R"({"items":[{"liveState":"{\"a\":1}"}]})");
        more.insert(more.begin(),
                    {"app", "manifests", "waves", "--local", folder.path("env/prod")});
        return run(more);
    }

    int sync(std::vector<std::string> more = {}, const std::string& rest = "") {
        get().json(app_at(rest));
        more.insert(more.begin(),
                    {"app", "sync", "waves", "--async", "--local", folder.path("env/prod")});
        return run(more);
    }

    /// How many bytes the upload had: with the directory alone it is shorter.
    std::size_t uploaded() const { return body_of("POST").size(); }
};

} // namespace

TEST_CASE("app manifests --local: what the server renders, without Secrets") {
    local_run world;
    world.answer_rendered({config_map, secret});
    CHECK(world.manifests() == 0);
    CHECK(world.streams.output == "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n\n");
    CHECK(world.streams.talk ==
          "Warning: Secret /s is not supported in local diff and will be ignored\n");
}

TEST_CASE("app manifests --local: sends the directory, and the repository where there is one") {
    local_run alone;
    alone.answer_rendered({config_map});
    CHECK(alone.manifests() == 0);

    local_run with_git;
    with_git.folder.make(".git");
    with_git.answer_rendered({config_map});
    CHECK(with_git.manifests() == 0);
    CHECK(with_git.uploaded() > alone.uploaded());

    local_run with_root;
    with_root.answer_rendered({config_map});
    CHECK(with_root.manifests({"--local-repo-root", with_root.folder.path()}) == 0);
    CHECK(with_root.uploaded() == with_git.uploaded());

    // The default of `app sync`, said out loud: nobody wants to send that.
    local_run whole_disk;
    whole_disk.answer_rendered({config_map});
    CHECK(whole_disk.manifests({"--local-repo-root", "/"}) == 0);
    CHECK(whole_disk.uploaded() == alone.uploaded());
}

TEST_CASE("app manifests --local: live ones are asked for as ever") {
    local_run world;
    CHECK(world.manifests({"--source", "live"}) == 0);
    CHECK(world.streams.output == "---\na: 1\n\n");
}

TEST_CASE("app manifests --local: directories that are none") {
    const auto ends = [](const std::string& directory, std::string_view message) {
        local_run world;
        world.get().json(app_at());
        world.get("/managed-resources").json("{}");
        CHECK(world.run({"app", "manifests", "waves", "--local", directory}) == 20);
        CHECK(world.said(message));
        CHECK(world.count("POST") == 0);
    };
    ends("/no/such", "error getting app source type: error getting app source type: lstat "
                     "/no/such: no such file or directory");
    ends("/dev/null", "failed to compress files: error creating app tgz file: /dev/null is not a "
                      "directory");
    const scratch_folder empty;
    ends(empty.path(), "no files to send");
}

TEST_CASE("app manifests --local: the server's refusal in its words") {
    local_run world;
    tests::refuse_grpc(world.server.on(manifests_call), 7, "permission%20denied");
    CHECK(world.manifests() == 20);
    CHECK(world.said("rpc error: code = PermissionDenied desc = permission denied"));
    CHECK(world.streams.output == "");
}

TEST_CASE("app sync --local: syncs what was rendered") {
    local_run world;
    world.answer_rendered({config_map, empty_secret});
    world.post_sync();
    CHECK(world.sync() == 0);
    proto::rendered_manifests wanted;
    wanted.manifests = {config_map, empty_secret};
    const auto body = proto::parse(world.body_of("POST", 1));
    CHECK(proto::write(*body.find("manifests")) ==
          proto::write(*proto::encode(wanted).find("manifests")));
}

TEST_CASE("app sync --local: what may not be synced") {
    const auto refused = [](const std::string& spec, std::string_view message) {
        local_run world;
        CHECK(world.sync({}, spec) == 1);
        CHECK(world.said(message));
        CHECK(world.count("POST") == 0);
    };
    refused(R"("syncPolicy":{"automated":{}},)",
            "Cannot use local sync when Automatic Sync Policy is enabled except with --dry-run");
    refused(R"("sources":[{"path":"a"},{"path":"b"}],)",
            "argocd cli does not work on multi-source app with --local flag");
}

TEST_CASE("app sync --local: a dry run of what syncs by itself") {
    local_run world;
    world.answer_rendered({config_map, secret});
    world.post_sync();
    CHECK(world.sync({"--dry-run"}, R"("syncPolicy":{"automated":{}},)") == 0);
    CHECK(proto::parse(world.body_of("POST", 1)).find("manifests") != nullptr);
}

TEST_CASE("app sync --local: a Secret that the server has masked never reaches the cluster") {
    local_run world;
    world.answer_rendered({config_map, secret});
    CHECK(world.sync() == 1);
    CHECK(world.said("Secret d/s can't be synced from a local directory: the server masks what it "
                     "renders; leave it out with --resource '!:Secret:s'"));
    CHECK(world.count("POST") == 1);

    local_run without;
    without.answer_rendered({config_map, secret});
    without.post_sync();
    CHECK(without.sync({"--resource", "!:Secret:s"}) == 0);
    const auto body = proto::parse(without.body_of("POST", 1));
    CHECK(proto::write(*body.find("resources")) ==
          R"([{"kind":"ConfigMap","name":"a","namespace":"d"}])");
}

TEST_CASE("app sync --local: no manifests are no sync of what is in git") {
    local_run world;
    world.answer_rendered({});
    CHECK(world.sync() == 1);
    CHECK(world.said("there are no manifests in " + world.folder.path("env/prod")));
    CHECK(world.count("POST") == 1);
}

TEST_CASE("app manifests --local: every fault ends in time, with a reason") {
    const scratch_folder folder;
    folder.write("a.yaml");
    const auto prepare = [](application_run& world) {
        world.get().json(app_at());
        world.get("/managed-resources").json("{}");
        answer_grpc(world.server.on(manifests_call), field(1, config_map));
    };
    tests::with_every_fault(prepare, {"app", "manifests", "waves", "--local", folder.path()},
                            tests::check_ending);
}

} // namespace argocdpp
