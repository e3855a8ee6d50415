// What all services for settings of Argo CD have in common: clusters, certificates, application
// sets, repositories, shared credentials, keys and accounts. A change is one request that is never
// repeated once it may have arrived; a read is repeated; secrets don't get into errors.
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

constexpr std::string_view secret = "hush-s3cret";

struct service_world {
    fake_clock clock;
    script server{&clock};
    client argocd{client_settings(),
                  {.time = clock, .random = [] { return 0.5; }, .connection = server.connection()}};

    /// The words that it ends with; empty for a success.
    std::string run(const std::function<task<void>(client&)>& call) {
        try {
            clock.run(call(argocd));
        } catch (const error& failure) {
            return failure.what();
        }
        return "";
    }
};

struct change {
    std::string request;
    std::string answer;
    std::string body;    ///< what is sent
    std::string subject; ///< "the WHAT of WHICH"
    std::function<task<void>(client&)> call;
};

task<void> rename_cluster(client& argocd) {
    cluster_change change;
    change.name = "b";
    co_await argocd.destinations().update("a", change);
}
task<void> remove_cluster(client& argocd) {
    const cluster_ref cluster{"https://k"};
    co_await argocd.destinations().remove(cluster);
}
task<void> rotate(client& argocd) {
    const cluster_ref cluster{"a"};
    co_await argocd.destinations().rotate_auth(cluster);
}
task<void> add_certificate(client& argocd) {
    proto::repository_certificate one;
    one.server_name = "git.example.com";
    const std::vector<proto::repository_certificate> wanted = {one};
    const auto made = co_await argocd.certs().create(wanted, true);
    CHECK(made.size() == 1);
}
task<void> remove_certificate(client& argocd) {
    certificate_choice choice;
    choice.host_pattern = "*.x";
    const auto gone = co_await argocd.certs().remove(choice);
    CHECK(gone.empty());
}
task<void> create_set(client& argocd) {
    const auto set = proto::parse(R"({"metadata":{"name":"s"}})");
    set_creation how;
    how.upsert = true;
    const auto made = co_await argocd.app_sets().create(set, how);
    CHECK(made.metadata.name == "s");
}
task<void> remove_set(client& argocd) {
    const app_ref set("n/s");
    co_await argocd.app_sets().remove(set);
}
task<void> add_repository(client& argocd) {
    proto::repository wanted;
    wanted.repo = "https://x/r";
    wanted.password = secret;
    const auto url = co_await argocd.repos().add(wanted, false);
    CHECK(url == "https://x/r");
}
task<void> remove_repository(client& argocd) { co_await argocd.repos().remove("https://x/r", "p"); }
task<void> add_credentials(client& argocd) {
    proto::repository_credentials wanted;
    wanted.url = "https://x/";
    wanted.bearer_token = secret;
    co_await argocd.repo_creds().add(wanted, false);
}
task<void> remove_credentials(client& argocd) { co_await argocd.repo_creds().remove("https://x/"); }
task<void> add_key(client& argocd) { co_await argocd.keys().add("armoured"); }
task<void> remove_key(client& argocd) { co_await argocd.keys().remove("4AEE18F83AFDEB23"); }
task<void> change_password(client& argocd) {
    password_change change;
    change.name = "ci";
    change.current_password = secret;
    change.new_password = secret;
    co_await argocd.local_accounts().change_password(change);
}
task<void> new_token(client& argocd) {
    const auto token =
        co_await argocd.local_accounts().create_token("ci", std::chrono::hours(1), "");
    CHECK(token == "a.b.c");
}
task<void> delete_token(client& argocd) {
    co_await argocd.local_accounts().delete_token("ci", "t");
}

const std::vector<change> changes = {
    {"PUT /api/v1/clusters/a?id.type=name&updatedFields=name", "{}", R"("name":"b")",
     "the change of cluster 'a'", rename_cluster},
    {"DELETE /api/v1/clusters/https%3A%2F%2Fk", "{}", "", "the removal of cluster 'https://k'",
     remove_cluster},
    {"POST /api/v1/clusters/a/rotate-auth?id.type=name", "{}", "", "the rotation of cluster 'a'",
     rotate},
    {"POST /api/v1/certificates?upsert=true", R"({"items":[{}]})", "git.example.com",
     "the addition of certificates of repository servers", add_certificate},
    {"DELETE /api/v1/certificates?hostNamePattern=%2A.x", R"({"items":null})", "",
     "the removal of certificates of '*.x'", remove_certificate},
    {"POST /api/v1/applicationsets?upsert=true", R"({"metadata":{"name":"s"}})",
     R"({"metadata":{"name":"s"}})", "the creation of application set 's'", create_set},
    {"DELETE /api/v1/applicationsets/s?appsetNamespace=n", "{}", "",
     "the deletion of application set 'n/s'", remove_set},
    {"POST /api/v1/repositories", R"({"repo":"https://x/r"})", std::string(secret),
     "the addition of repository 'https://x/r'", add_repository},
    {"DELETE /api/v1/repositories/https%3A%2F%2Fx%2Fr?appProject=p", "{}", "",
     "the removal of repository 'https://x/r'", remove_repository},
    {"POST /api/v1/repocreds", R"({"url":"https://x/"})", std::string(secret),
     "the addition of repository credentials for 'https://x/'", add_credentials},
    {"DELETE /api/v1/repocreds/https%3A%2F%2Fx%2F", "{}", "",
     "the removal of repository credentials for 'https://x/'", remove_credentials},
    {"POST /api/v1/gpgkeys", "{}", R"({"keyData":"armoured"})", "the addition of GnuPG keys",
     add_key},
    {"DELETE /api/v1/gpgkeys?keyID=4AEE18F83AFDEB23", "{}", "",
     "the removal of GnuPG key '4AEE18F83AFDEB23'", remove_key},
    {"PUT /api/v1/account/password", "{}", R"("name":"ci")", "the new password of account 'ci'",
     change_password},
    {"POST /api/v1/account/ci/token", R"({"token":"a.b.c"})", R"({"name":"ci","expiresIn":3600})",
     "the new token of account 'ci'", new_token},
    {"DELETE /api/v1/account/ci/token/t", "{}", "", "the token's deletion of account 'ci'",
     delete_token},
};

constexpr std::string_view nothing_there =
    R"({"error":"e","code":7,"message":"permission denied"})";

} // namespace

TEST_CASE("services: a change is one request that holds what is wanted") {
    for (const auto& one : changes) {
        CAPTURE(one.request);
        service_world world;
        world.server.on(one.request).json(one.answer);
        CHECK(world.run(one.call).empty());
        REQUIRE(world.server.requests().size() == 1);
        const auto& sent = world.server.requests().front();
        CHECK((one.body.empty() ? sent.body.empty() : sent.body.find(one.body) != sent.body.npos));
        CHECK(sent.target.find(secret) == sent.target.npos);
    }
}

TEST_CASE("services: a change that is refused ends with the server's words, secrets masked") {
    for (const auto& one : changes) {
        CAPTURE(one.request);
        service_world world;
        world.server.on(one.request).status(403).json(nothing_there);
        CHECK(world.run(one.call) == "rpc error: code = PermissionDenied desc = permission denied");
        service_world firewall;
        firewall.server.on(one.request).status(400).piece("blocked: " + std::string(secret));
        const auto words = firewall.run(one.call);
        CHECK(words.find("blocked: ") != words.npos);
        CHECK((one.body != secret || words.find(secret) == words.npos));
    }
    service_world firewall;
    firewall.server.on("PUT /api/v1/account/password").status(400).piece(secret);
    CHECK(firewall.run(change_password).find(secret) == std::string::npos);
}

TEST_CASE("services: a change whose answer was lost is not sent again, and says so") {
    for (const auto& one : changes)
        for (const auto what : every_fault) {
            CAPTURE(one.request);
            service_world world;
            world.server.on(one.request).json(one.answer);
            world.server.break_request(0, what);
            const auto words = world.run(one.call);
            CHECK(world.server.requests().size() == 1);
            if (what == fault::unreachable)
                CHECK(words == "connection refused");
            else
                CHECK(words.starts_with(one.subject + " was sent, but its answer was lost; it may "
                                                      "have been taken: "));
        }
}

namespace {

struct reading {
    std::string request;
    std::string answer;
    std::function<task<void>(client&)> call;
};

task<void> read_clusters(client& argocd) {
    const auto found = co_await argocd.destinations().list();
    CHECK(found.at(0).name == "a");
}
task<void> read_cluster(client& argocd) {
    const cluster_ref cluster{"a"};
    const auto found = co_await argocd.destinations().get(cluster);
    CHECK(found.name == "a");
}
task<void> read_certificates(client& argocd) {
    certificate_choice choice;
    choice.type = "ssh";
    const auto found = co_await argocd.certs().list(choice);
    CHECK(found.at(0).server_name == "a");
}
task<void> read_sets(client& argocd) {
    app_query query;
    query.projects = {"p", "q"};
    const auto found = co_await argocd.app_sets().list(query);
    CHECK(found.at(0).metadata.name == "a");
}
task<void> read_set(client& argocd) {
    const app_ref set("n/a");
    const auto found = co_await argocd.app_sets().get(set);
    CHECK(found.metadata.name == "a");
}
task<void> read_repositories(client& argocd) {
    const auto found = co_await argocd.repos().list(true);
    CHECK(found.at(0).repo == "https://x/r");
}
task<void> read_repository(client& argocd) {
    const auto found = co_await argocd.repos().get("https://x/r", "p");
    CHECK(found.repo == "https://x/r");
}
task<void> read_credentials(client& argocd) {
    const auto found = co_await argocd.repo_creds().list();
    CHECK(found.at(0).url == "https://x/");
}
task<void> read_keys(client& argocd) {
    const auto found = co_await argocd.keys().list();
    CHECK(found.empty());
}
task<void> read_key(client& argocd) {
    const auto found = co_await argocd.keys().get("K");
    CHECK(found.key_id == "K");
}
task<void> read_accounts(client& argocd) {
    const auto found = co_await argocd.local_accounts().list();
    CHECK(found.at(0).name == "ci");
}
task<void> may_i(client& argocd) {
    const auto answer = co_await argocd.local_accounts().can_i("get", "applications", "*/*");
    CHECK(answer == "yes");
}

const std::vector<reading> readings = {
    {"GET /api/v1/clusters", R"({"items":[{"name":"a"}]})", read_clusters},
    {"GET /api/v1/clusters/a?id.type=name", R"({"name":"a"})", read_cluster},
    {"GET /api/v1/certificates?certType=ssh", R"({"items":[{"serverName":"a"}]})",
     read_certificates},
    {"GET /api/v1/applicationsets?projects=p&projects=q",
     R"({"items":[{"metadata":{"name":"a"}}]})", read_sets},
    {"GET /api/v1/applicationsets/a?appsetNamespace=n", R"({"metadata":{"name":"a"}})", read_set},
    {"GET /api/v1/repositories?forceRefresh=true", R"({"items":[{"repo":"https://x/r"}]})",
     read_repositories},
    {"GET /api/v1/repositories/https%3A%2F%2Fx%2Fr?appProject=p", R"({"repo":"https://x/r"})",
     read_repository},
    {"GET /api/v1/repocreds", R"({"items":[{"url":"https://x/"}]})", read_credentials},
    {"GET /api/v1/gpgkeys", R"({"metadata":{},"items":null})", read_keys},
    {"GET /api/v1/gpgkeys/K", R"({"keyID":"K"})", read_key},
    {"GET /api/v1/account", R"({"items":[{"name":"ci"}]})", read_accounts},
    {"GET /api/v1/account/can-i/applications/get/%2A%2F%2A", R"({"value":"yes"})", may_i},
};

} // namespace

TEST_CASE("services: a read is asked again after a broken connection, and refused in plain words") {
    for (const auto& one : readings) {
        CAPTURE(one.request);
        for (const auto what : {fault::lost, fault::cut}) {
            service_world world;
            world.server.on(one.request).json(one.answer);
            world.server.break_request(0, what);
            CHECK(world.run(one.call).empty());
            CHECK(world.server.requests().size() == 2);
        }
        service_world refused;
        refused.server.on(one.request).status(403).json(nothing_there);
        CHECK(refused.run(one.call) ==
              "rpc error: code = PermissionDenied desc = permission denied");
    }
}

} // namespace argocdpp
