#include "../support/fake_clock.hpp"
#include "../support/scripted_transport.hpp"

#include <argocdpp/client.hpp>
#include <argocdpp/proto/json.hpp>

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using namespace std::chrono_literals;
using tests::fake_clock;
using tests::fault;
using tests::script;

const std::string waves = " /api/v1/applications/waves";
const std::string get_waves = "GET" + waves;
const std::string patch_waves = "PATCH" + waves;

client_world world_of(fake_clock& time, script& server) {
    return {.time = time, .random = [] { return 0.5; }, .connection = server.connection()};
}

struct fixture {
    fake_clock time;
    script server{&time};
    client argocd{client_settings(), world_of(time, server)};

    /// An answer to a GET: an application of this path, with what nobody knows.
    void holds(std::string_view path) {
        server.on(get_waves).json(R"({"metadata":{"name":"waves","future":1},"spec":{"source":{)"
                                  R"("path":")" +
                                  std::string(path) + R"(","future":2},"future":3}})");
    }
    void refuses(std::string_view request, int status, int code, std::string_view words) {
        server.on(request).status(status).json(R"({"code":)" + std::to_string(code) +
                                               R"(,"message":")" + std::string(words) + "\"}");
    }
    const http_request& last() const { return server.requests().back(); }
};

const std::string test_failed = "error applying patch: testing value /x failed: test failed";

task<void> set_path(client& argocd, validation wanted) {
    application_change change = [](proto::any& application) {
        application.find("spec")->find("source")->set("path", "new");
        return true;
    };
    co_await argocd.apps().edit(app_ref("waves"), wanted, std::move(change));
}

void edit(fixture& f, validation wanted = validation::required) {
    f.time.run(set_path(f.argocd, wanted));
}

std::string patch_in(const http_request& request) {
    return proto::parse(request.body).find("patch")->string();
}

} // namespace

TEST_CASE("an edit is one read and one patch of what changed") {
    fixture f;
    f.holds("old");
    f.server.on(patch_waves).json("{}");
    edit(f);
    CHECK(patch_in(f.last()) == R"([{"op":"test","path":"/spec/source/path","value":"old"},)"
                                R"({"op":"replace","path":"/spec/source/path","value":"new"}])");
    CHECK(f.server.requests().size() == 2);
}

TEST_CASE("an edit that changes nothing is sent all the same, for the server to judge") {
    fixture f;
    f.holds("new");
    f.server.on(patch_waves).json("{}");
    edit(f);
    CHECK(patch_in(f.last()) == "[]");
}

TEST_CASE("an edit whose test failed is made again of what is there then") {
    fixture f;
    f.holds("old");
    f.refuses(patch_waves, 500, 2, test_failed);
    f.holds("theirs");
    f.refuses(patch_waves, 500, 13, "Failed to update application. Too many conflicts");
    f.holds("theirs");
    f.server.on(patch_waves).json("{}");
    edit(f);
    CHECK(patch_in(f.last()).find(R"("value":"theirs")") != std::string::npos);
    CHECK(f.time.elapsed() == 300ms); // half of 200 and of 400
}

TEST_CASE("five times, and then the edit gives up") {
    fixture f;
    for (int times = 0; times < 6; ++times) {
        f.holds("old");
        f.refuses(patch_waves, 500, 2, test_failed);
    }
    CHECK_THROWS_WITH_AS(edit(f), doctest::Contains("'waves' was changed by others"), error);
    CHECK(f.server.requests().size() == 12);
}

TEST_CASE("a change that says no sends nothing") {
    fixture f;
    f.holds("old");
    application_change change = [](proto::any&) { return false; };
    f.time.run(f.argocd.apps().edit(app_ref("waves"), validation::required, std::move(change)));
    CHECK(f.server.requests().size() == 1);
}

TEST_CASE("without validation the whole spec is put, with what nobody knows") {
    fixture f;
    f.holds("old");
    f.server.on("PUT" + waves + "/spec?validate=false").json("{}");
    edit(f, validation::skipped);
    CHECK(f.last().body == R"({"source":{"path":"new","future":2},"future":3})");
}

TEST_CASE("where validation is optional, a patch comes first") {
    fixture f;
    f.holds("old");
    f.server.on(patch_waves).json("{}");
    edit(f, validation::optional);

    fixture refused;
    refused.holds("old");
    refused.refuses(patch_waves, 400, 3, "application spec for waves is invalid");
    refused.holds("old");
    refused.server.on("PUT" + waves + "/spec?validate=false").json("{}");
    edit(refused, validation::optional);
}

TEST_CASE("where more than the spec was changed, the application is put") {
    fixture f;
    f.holds("old");
    f.server.on("PUT" + waves + "?validate=false").json("{}");
    application_change change = [](proto::any& application) {
        application.find("metadata")->set("labels", "x");
        return true;
    };
    f.time.run(f.argocd.apps().edit(app_ref("waves"), validation::skipped, std::move(change)));
    CHECK(f.last().body == R"({"metadata":{"name":"waves","future":1,"labels":"x"},)"
                           R"("spec":{"source":{"path":"old","future":2},"future":3}})");
}

TEST_CASE("refusals read as those of the spec's PUT") {
    const std::vector<std::tuple<int, int, std::string, std::string>> cases = {
        {500, 2, "error validating and normalizing app: x",
         "rpc error: code = Unknown desc = error validating and updating app: error validating and "
         "normalizing app: x"},
        {403, 7, "permission denied: applications, update, default/waves, sub: a",
         "rpc error: code = PermissionDenied desc = permission denied"},
        {403, 7, "permission denied: applications, create, ext/waves, sub: a",
         "rpc error: code = PermissionDenied desc = permission denied: applications, create, "
         "ext/waves, sub: a"},
        {400, 3, "application spec for waves is invalid: y",
         "rpc error: code = InvalidArgument desc = application spec for waves is invalid: y"}};
    for (const auto& [status, code, words, text] : cases) {
        fixture f;
        f.holds("old");
        f.refuses(patch_waves, status, code, words);
        CHECK_THROWS_WITH_AS(edit(f), text.c_str(), error);
    }
}

TEST_CASE("an edit is never sent twice where its answer was lost") {
    for (const auto wanted : {validation::required, validation::optional, validation::skipped}) {
        for (const auto what : tests::every_fault) {
            fixture f;
            f.holds("old");
            f.server.on(patch_waves).json("{}");
            f.server.on("PUT" + waves + "/spec?validate=false").json("{}");
            f.server.break_request(1, what);
            if (what == fault::unreachable) {
                edit(f, wanted);
            } else {
                CHECK_THROWS_WITH_AS(edit(f, wanted), doctest::Contains("it may have been taken"),
                                     error);
                CHECK(f.server.requests().size() == 2);
            }
        }
    }
}

namespace {

task<void> create(client& argocd, std::string& name) {
    const creation how{.upsert = true, .validate = false};
    auto asked = proto::parse(R"({"metadata":{"name":"waves","namespace":"n"},"future":1})");
    const auto made = co_await argocd.apps().create(std::move(asked), how);
    name = made.find("name")->string();
}

} // namespace

TEST_CASE("an application is created by one request, with all of its document") {
    const std::string post = "POST /api/v1/applications?upsert=true&validate=false";
    fixture f;
    std::string name;
    f.server.on(post).json(R"({"name":"x"})");
    f.time.run(create(f.argocd, name));
    CHECK(name == "x");
    CHECK(f.last().body == R"({"metadata":{"name":"waves","namespace":"n"},"future":1})");
    f.server.on(post).fail(error_kind::lost);
    CHECK_THROWS_AS(f.time.run(create(f.argocd, name)), error);
    f.server.on(post).piece("{").cut();
    CHECK_THROWS_WITH_AS(f.time.run(create(f.argocd, name)),
                         doctest::Contains("the creation of application 'n/waves' was sent"),
                         error);
}

} // namespace argocdpp
