#include "../support/fake_clock.hpp"
#include "../support/scripted_transport.hpp"

#include <argocdpp/client.hpp>
#include <argocdpp/proto/json.hpp>

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::every_fault;
using tests::fake_clock;
using tests::fault;
using tests::script;

constexpr std::string_view path = "/api/v1/projects/team-a";
constexpr std::string_view conflict =
    R"({"code":10,"message":"the object has been modified; please apply your changes"})";

struct project_world {
    fake_clock clock;
    script server{&clock};
    client argocd = made();

    tests::stub& on(std::string_view method, std::string_view below = "") {
        return server.on(std::string(method) + " " + std::string(path) + std::string(below));
    }
    std::string body(std::size_t request) { return server.requests().at(request).body; }

  private:
    client made() {
        client_settings settings;
        settings.server.host = "cd.example.com";
        client_world world;
        world.time = clock;
        world.random = [] { return 0.5; };
        world.connection = server.connection();
        return client(std::move(settings), std::move(world));
    }
};

std::string project_json(int version, std::string_view spec) {
    return R"({"metadata":{"name":"team-a","resourceVersion":")" + std::to_string(version) +
           R"("},"spec":{)" + std::string(spec) + R"(},"status":{}})";
}

bool add_namespace(proto::project& project) {
    project.spec.source_namespaces.push_back("x");
    return true;
}

task<void> edit(client& argocd, projects::change change, bool& written) {
    written = co_await argocd.projs().edit("team-a", std::move(change));
}

} // namespace

TEST_CASE("a project is written back with its version and all that nobody here knows") {
    project_world world;
    world.on("GET").json(project_json(7, R"("future":{"a":1.0},"sourceRepos":["*"])"));
    world.on("PUT").json("{}");
    bool written = false;
    world.clock.run(edit(world.argocd, add_namespace, written));
    CHECK(written);
    CHECK(world.body(1) ==
          R"({"project":{"metadata":{"name":"team-a","resourceVersion":"7"},)"
          R"("spec":{"future":{"a":1.0},"sourceRepos":["*"],"sourceNamespaces":["x"]},)"
          R"("status":{}}})");
}

TEST_CASE("a project that needs no change is not written") {
    project_world world;
    world.on("GET").json(project_json(7, ""));
    bool written = true;
    world.clock.run(edit(
        world.argocd, [](proto::project&) { return false; }, written));
    CHECK(!written);
}

TEST_CASE("after a conflict the change is made to what is there by then") {
    project_world world;
    world.on("GET").json(project_json(7, ""));
    world.on("PUT").status(409).json(conflict);
    world.on("GET").json(project_json(8, R"("sourceNamespaces":["other"])"));
    world.on("PUT").json("{}");
    bool written = false;
    world.clock.run(edit(world.argocd, add_namespace, written));
    CHECK(written);
    CHECK(world.body(3).find(R"("sourceNamespaces":["other","x"])") != std::string::npos);
    CHECK(world.body(3).find(R"("resourceVersion":"8")") != std::string::npos);
}

TEST_CASE("five conflicts end an edit with the server's words") {
    project_world world;
    world.on("GET").json(project_json(7, "")).times(5);
    world.on("PUT").status(409).json(conflict).times(5);
    bool written = false;
    CHECK_THROWS_WITH_AS(world.clock.run(edit(world.argocd, add_namespace, written)),
                         "rpc error: code = Aborted desc = the object has been modified; please "
                         "apply your changes",
                         error);
}

TEST_CASE("a change of a project is sent once, whatever happens to it") {
    for (const auto what : every_fault) {
        project_world world;
        world.on("GET").json(project_json(7, ""));
        world.on("PUT").json("{}");
        world.server.break_request(1, what);
        bool written = false;
        std::optional<error> failure;
        try {
            world.clock.run(edit(world.argocd, add_namespace, written));
        } catch (const error& thrown) {
            failure = thrown;
        }
        if (what == fault::unreachable) {
            CHECK(written); // nothing had been sent
            continue;
        }
        REQUIRE(failure);
        CHECK(failure->kind == error_kind::lost);
        CHECK(std::string(failure->what())
                  .starts_with("the change of project 'team-a' was sent, but its answer was lost; "
                               "it may have been taken: "));
        CHECK(world.server.requests().size() == 2);
    }
}

TEST_CASE("a role's token is asked for by its role and returned") {
    project_world world;
    world.on("POST", "/roles/ci/token").json(R"({"token":"a.b.c"})");
    world.on("DELETE", "/roles/ci/token/1795480117").json("{}");
    const auto both = [](client& argocd, std::string& token) -> task<void> {
        const role_ref ci{"team-a", "ci"};
        token = co_await argocd.projs().create_token(ci, std::chrono::hours(1), "mine");
        co_await argocd.projs().delete_token(ci, 1795480117);
    };
    std::string token;
    world.clock.run(both(world.argocd, token));
    CHECK(token == "a.b.c");
    CHECK(world.body(0) == R"({"project":"team-a","role":"ci","expiresIn":3600,"id":"mine"})");
}

TEST_CASE("a project is created and deleted by one request each") {
    project_world world;
    world.server.on("POST /api/v1/projects").json("{}");
    world.on("DELETE").json("{}");
    const auto both = [](client& argocd) -> task<void> {
        proto::project made;
        made.metadata.name = "team-a";
        co_await argocd.projs().create(made, true);
        co_await argocd.projs().remove("team-a");
    };
    world.clock.run(both(world.argocd));
    CHECK(world.body(0).find(R"("upsert":true)") != std::string::npos);
}

TEST_CASE("of names alone only the names are asked for") {
    project_world world;
    world.server.on("GET /api/v1/projects?fields=items.metadata.name")
        .json(R"({"items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}]})");
    std::vector<std::string> names;
    const auto read = [](client& argocd, std::vector<std::string>& into) -> task<void> {
        into = co_await argocd.projs().names();
    };
    world.clock.run(read(world.argocd, names));
    CHECK(names == std::vector<std::string>{"a", "b"});
}

} // namespace argocdpp
