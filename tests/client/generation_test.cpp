#include "../support/fake_clock.hpp"
#include "../support/grpc_answer.hpp"
#include "../support/scratch_folder.hpp"
#include "rest.hpp"

#include <argocdpp/applications.hpp>

#include <doctest/doctest.h>

#include <algorithm>

namespace argocdpp {
namespace {

using namespace tests;

struct fixture {
    fake_clock time;
    script server{&time};
    scratch_folder folder;

    std::unique_ptr<rest> calls;
    applications apps(client_settings settings = {}) {
        client_world world{
            .time = time, .random = [] { return 1.0; }, .connection = server.connection()};
        calls = std::make_unique<rest>(std::move(settings), std::move(world));
        return applications(*calls);
    }

    proto::rendered_manifests render(client_settings settings = {}) {
        auto service = apps(std::move(settings));
        local_folder given;
        given.directory = folder.path();
        proto::rendered_manifests found;
        time.run(render(service, std::move(given), found));
        return found;
    }
    static task<void> render(applications& service, local_folder given,
                             proto::rendered_manifests& into) {
        const app_ref app("n/web");
        into = co_await service.manifests_of(app, std::move(given));
    }

    using pairs = std::vector<proto::managed_resource>;
    pairs compare(pairs given, std::size_t batch_bytes, std::size_t at_once = 10) {
        auto service = apps();
        comparison_limits limits;
        limits.batch_bytes = batch_bytes;
        limits.requests_at_once = at_once;
        time.run(compare(service, given, limits));
        return given;
    }
    static task<void> compare(applications& service, pairs& given, comparison_limits limits) {
        app_ref app("web");
        app.project = "p";
        given = co_await service.server_side_diff(app, given, limits);
    }
};

proto::managed_resource pair_of(const std::string& name, const std::string& live,
                                const std::string& target) {
    proto::managed_resource made;
    made.kind = "K";
    made.name = name;
    made.live_state = live;
    made.target_state = target;
    return made;
}

/// What the server says of a pair.
std::string item(const std::string& live, const std::string& predicted, bool modified) {
    return field(1, field(5, predicted) + field(6, live) + flag(12, modified));
}

/// What is asked about a pair of the application web.
std::string asked(const std::string& name, const std::string& live) {
    return field(4, field(1, "") + field(2, "K") + field(3, "") + field(4, name) + field(6, live));
}

} // namespace

TEST_CASE("manifests_of: a query with the checksum, then the archive, in one request") {
    fixture f;
    f.folder.write("a.yaml", "kind: x\n");
    client_settings settings;
    settings.token = "a.b.c";
    settings.server.root_path = "/argo";
    answer_grpc(f.server.on("POST /argo" + std::string(manifests_call.substr(5))),
                field(1, R"({"a":1})") + field(1, R"({"b":2})") + field(4, "abc"))
        .inspect([](const http_request& request) {
            CHECK(request.headers == header_list{{"Authorization", "Bearer a.b.c"},
                                                 {"Content-Type", "application/grpc-web+proto"},
                                                 {"X-Grpc-Web", "1"}});
        });
    const auto found = f.render(settings);
    CHECK(found.manifests == std::vector<std::string>{R"({"a":1})", R"({"b":2})"});
    CHECK(found.revision == "abc");

    const auto& body = f.server.requests().front().body;
    const auto size = static_cast<std::size_t>(body[4]);
    const auto query = body.substr(5, size);
    CHECK(query.substr(2, 5) == field(1, "web"));
    CHECK(query.substr(7, 2) == "\x12\x40"); // a checksum of 64 digits
    CHECK(query.ends_with(field(3, "n") + field(4, "")));
    const auto chunk = body.substr(5 + size + 5);
    CHECK(chunk.substr(4, 2) == "\x1f\x8b");
}

TEST_CASE("manifests_of: a token goes as metadata where the login is a proxy's") {
    fixture f;
    f.folder.write("a.yaml");
    client_settings settings;
    settings.token = "secret";
    settings.headers = {{"Authorization", "Basic eA=="}};
    answer_grpc(f.server.on(manifests_call), "").inspect([](const http_request& request) {
        CHECK(request.headers.front() == header_list::value_type{"Token", "secret"});
    });
    f.render(settings);
}

TEST_CASE("manifests_of: is a read, and so is asked for again, with the same body") {
    for (const auto what : every_fault) {
        fixture f;
        f.folder.write("a.yaml");
        answer_grpc(f.server.on(manifests_call), field(1, "{}"));
        f.server.break_request(0, what);
        if (what == fault::timeout || what == fault::unreachable) {
            CHECK_THROWS_AS(f.render(), error);
            continue;
        }
        CHECK(f.render().manifests.size() == 1);
        CHECK(f.server.requests().size() == 2);
        CHECK(f.server.requests()[0].body == f.server.requests()[1].body);
    }
}

TEST_CASE("manifests_of: refusals in the server's words, asked for once") {
    fixture f;
    f.folder.write("a.yaml");
    refuse_grpc(f.server.on(manifests_call), 7, "permission denied");
    CHECK_THROWS_WITH_AS(f.render(), "rpc error: code = PermissionDenied desc = permission denied",
                         error);
    answer_grpc(f.server.on(manifests_call), "\x0a\x7f");
    CHECK_THROWS_WITH_AS(
        f.render(),
        "POST /application.ApplicationService/GetManifestsWithFiles: unexpected message", error);
}

TEST_CASE("manifests_of: nothing is asked where the folder can't be packed") {
    fixture f;
    CHECK_THROWS_WITH_AS(f.render(), "no files to send", error);
}

TEST_CASE("server_side_diff: pairs in one request come back in their order") {
    fixture f;
    answer_grpc(f.server.on(diff_call),
                item("l1", "p1", false) + item("null", "p2", true) + flag(2, true));
    const auto found = f.compare({pair_of("a", "L", "T"), pair_of("b", "", "U")}, 1000);
    CHECK(found[0].normalized_live_state == "l1");
    CHECK(found[0].predicted_live_state == "p1");
    CHECK(!found[0].modified);
    CHECK(found[1].name == "b");
    CHECK(found[1].normalized_live_state == "null");
    CHECK(found[1].predicted_live_state == "p2");
    CHECK(found[1].modified);
    CHECK(f.server.requests().front().body ==
          grpc_frame(0, field(1, "web") + field(2, "") + field(3, "p") + asked("a", "L") +
                            asked("b", "") + field(5, "T") + field(5, "U")));
}

TEST_CASE("server_side_diff: batches of so many bytes, of one pair at least") {
    for (const auto& [bytes, requests] :
         {std::pair<std::size_t, std::size_t>{0, 5}, {3, 5}, {4, 3}, {8, 2}, {10, 1}}) {
        fixture f;
        fixture::pairs given;
        for (const auto* name : {"a", "b", "c", "d", "e"})
            given.push_back(pair_of(name, "L", "T"));
        std::size_t done = 0;
        const auto most = std::max<std::size_t>(1, bytes / 2);
        for (std::size_t i = 0; i < requests; ++i) {
            std::string items;
            for (std::size_t k = 0; k < most && done < given.size(); ++k, ++done)
                items += item(given[done].name, "", true);
            answer_grpc(f.server.on(diff_call), items + flag(2, true));
        }
        const auto found = f.compare(given, bytes, 1);
        for (const auto& pair : found)
            CHECK(pair.normalized_live_state == pair.name);
        CHECK(f.server.requests().size() == requests);
    }
}

TEST_CASE("server_side_diff: nothing is asked about nothing, and one failure ends it") {
    fixture f;
    CHECK(f.compare({}, 10).empty());
    refuse_grpc(f.server.on(diff_call), 7, "no");
    CHECK_THROWS_AS(f.compare({pair_of("a", "L", "T"), pair_of("b", "L", "T")}, 1, 1), error);
    CHECK(f.server.requests().size() == 1);
    answer_grpc(f.server.on(diff_call), item("l", "p", false) + flag(2, true));
    CHECK_THROWS_WITH_AS(f.compare({pair_of("a", "L", "T"), pair_of("b", "L", "T")}, 100),
                         "POST /application.ApplicationService/ServerSideDiff: an answer about "
                         "other resources",
                         error);
}

} // namespace argocdpp
