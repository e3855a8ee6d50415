#include "../support/fake_clock.hpp"
#include "../support/scripted_transport.hpp"

#include <argocdpp/client.hpp>

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using namespace std::chrono_literals;
using tests::fake_clock;
using tests::script;

const resource_id web = {"apps", "v1", "Deployment", "d", "web"};
const std::string web_query = "?namespace=d&resourceName=web&version=v1&group=apps&kind=Deployment";
const std::string base = "/api/v1/applications/x/resource";

struct fixture {
    fake_clock time;
    script server{&time};
    client argocd{client_settings(),
                  {.time = time, .random = [] { return 0.0; }, .connection = server.connection()}};
};

std::vector<resource_id> many(int count) {
    std::vector<resource_id> made;
    for (int i = 0; i < count; ++i)
        made.push_back({"", "v1", "Pod", "d", "p" + std::to_string(i)});
    return made;
}

std::string get_of(int number, const std::string& below = "") {
    return "GET " + base + below + "?namespace=d&resourceName=p" + std::to_string(number) +
           "&version=v1&kind=Pod";
}

task<void> read(client& argocd, std::vector<resource_id> which, std::vector<proto::any>& found) {
    const app_ref app("x");
    found = co_await argocd.resources().manifests(app, std::move(which));
}

/// Forwards, and counts what is under way.
class counting_transport final : public transport {
  public:
    counting_transport(std::unique_ptr<transport> inner, std::size_t& now, std::size_t& most)
        : inner_(std::move(inner))
        , now_(now)
        , most_(most) {}
    task<http_head> exchange(http_request request, body_sink& sink) override {
        most_ = std::max(most_, ++now_);
        auto head = co_await inner_->exchange(std::move(request), sink);
        --now_;
        co_return head;
    }
    task<std::unique_ptr<body_stream>> open(http_request request) override {
        return inner_->open(std::move(request));
    }

  private:
    std::unique_ptr<transport> inner_;
    std::size_t& now_;
    std::size_t& most_;
};

} // namespace

TEST_CASE("resources are read side by side, ten at once, and come in the order of the question") {
    fake_clock time;
    script server(&time);
    std::size_t now = 0;
    std::size_t most = 0;
    client argocd(client_settings(), {.time = time,
                                      .random = [] { return 0.0; },
                                      .connection = std::make_unique<counting_transport>(
                                          server.connection(), now, most)});
    for (int i = 0; i < 25; ++i)
        server.on(get_of(i))
            .after(i % 2 == 0 ? 2s : 1s)
            .json(R"({"manifest":"{\"n\":)" + std::to_string(i) + R"(}"})");
    std::vector<proto::any> found;
    time.run(read(argocd, many(25), found));
    CHECK(most == 10);
    CHECK(time.elapsed() < 8s); // one by one it would take 38 s
    REQUIRE(found.size() == 25);
    for (std::size_t i = 0; i < found.size(); ++i)
        CHECK(found[i].find("n")->num().integer() == static_cast<long long>(i));
}

TEST_CASE(
    "of several failures the earliest in order is told, and nothing is waited for behind it") {
    fixture f;
    f.server.on(get_of(0)).after(2s).json(R"({"manifest":"{}"})");
    f.server.on(get_of(1)).after(3s).status(400).json(R"({"code":3,"message":"no p1"})");
    f.server.on(get_of(2)).after(1s).status(403).json(R"({"code":7,"message":"no p2"})");
    f.server.on(get_of(3)).hang();
    std::vector<proto::any> found;
    CHECK_THROWS_WITH_AS(f.time.run(read(f.argocd, many(4), found)),
                         "rpc error: code = InvalidArgument desc = no p1", error);
    CHECK(f.time.elapsed() == 3s);
}

TEST_CASE("no further reads begin behind a failure") {
    fixture f;
    for (int i = 0; i < 10; ++i)
        f.server.on(get_of(i))
            .after(i == 9 ? 1s : 2s)
            .status(i == 9 ? 403 : 200)
            .json(R"({"manifest":"{}","code":7,"message":"no"})");
    std::vector<proto::any> found;
    CHECK_THROWS_AS(f.time.run(read(f.argocd, many(30), found)), error);
    CHECK(f.server.requests().size() == 10);
}

TEST_CASE("none to read is no question") {
    fixture f;
    std::vector<proto::any> found;
    f.time.run(read(f.argocd, {}, found));
    CHECK(f.server.requests().empty());
}

TEST_CASE("a manifest that is no JSON is told as an unexpected answer") {
    fixture f;
    f.server.on(get_of(0)).json(R"({"manifest":"{"})");
    std::vector<proto::any> found;
    CHECK_THROWS_AS(f.time.run(read(f.argocd, many(1), found)), error);
}

TEST_CASE("reads survive every fault at every step") {
    for (const auto fault : tests::every_fault) {
        for (std::size_t step = 0; step < 4; ++step) {
            fixture f;
            f.server.on("GET /api/v1/applications/y/managed-resources").json("{}").forever();
            const app_ref other("y");
            f.time.run([](client& argocd, app_ref app) -> task<void> {
                co_await argocd.apps().managed(app);
            }(f.argocd, other));
            for (int i = 0; i < 3; ++i)
                f.server.on(get_of(i)).json(R"({"manifest":"{}"})");
            f.server.break_request(step, fault);
            std::vector<proto::any> found;
            if (fault == tests::fault::timeout && step > 0)
                CHECK_THROWS_AS(f.time.run(read(f.argocd, many(3), found)), error);
            else
                f.time.run(read(f.argocd, many(3), found));
        }
    }
}

task<void> list(client& argocd, std::vector<std::vector<proto::resource_action>>& found) {
    const app_ref app("n/x");
    std::vector<resource_id> which = {web};
    found = co_await argocd.resources().actions(app, std::move(which));
}

TEST_CASE("actions of a resource, none being none") {
    fixture f;
    const auto target = "GET " + base + "/actions" + web_query + "&appNamespace=n";
    f.server.on(target).json(R"({"actions":[{"name":"a","disabled":true},{"name":"b"}]})");
    f.server.on(target).json("{}");
    std::vector<std::vector<proto::resource_action>> found;
    f.time.run(list(f.argocd, found));
    REQUIRE(found.size() == 1);
    REQUIRE(found[0].size() == 2);
    CHECK(found[0][0].disabled);
    CHECK(found[0][1].name == "b");
    f.time.run(list(f.argocd, found));
    CHECK(found[0].empty());
}

enum class change { patch, remove, run };

task<void> make(client& argocd, change what) {
    app_ref app("x");
    app.project = "p";
    if (what == change::patch)
        co_await argocd.resources().patch(app, web, R"({"a":1})", "application/merge-patch+json");
    else if (what == change::run)
        co_await argocd.resources().run_action(app, web, "restart");
    resource_removal how;
    how.orphan = true;
    if (what == change::remove)
        co_await argocd.resources().remove(app, web, how);
}

tests::stub& on_change(script& server, change what) {
    const auto known = web_query + "&project=p";
    if (what == change::patch)
        return server.on("POST " + base + known + "&patchType=application%2Fmerge-patch%2Bjson");
    if (what == change::remove)
        return server.on("DELETE " + base + known + "&orphan=true");
    return server.on("POST " + base + "/actions/v2");
}

constexpr change every_change[] = {change::patch, change::remove, change::run};

TEST_CASE("changes are sent once, whatever becomes of them") {
    for (const auto what : every_change) {
        fixture good;
        on_change(good.server, what).json("{}");
        good.time.run(make(good.argocd, what));
        const auto& sent = good.server.requests().front().body;
        CHECK(sent == (what == change::patch ? R"("{\"a\":1}")"
                       : what == change::remove
                           ? ""
                           : R"({"name":"x","namespace":"d","resourceName":"web",)"
                             R"("version":"v1","group":"apps","kind":"Deployment",)"
                             R"("action":"restart","project":"p"})"));
        for (const auto kind : {error_kind::lost, error_kind::timeout, error_kind::unavailable}) {
            fixture bad;
            on_change(bad.server, what).fail(kind);
            CHECK_THROWS_WITH_AS(
                bad.time.run(make(bad.argocd, what)),
                doctest::Contains("of Deployment 'web' was sent, but its answer was lost; it may "
                                  "have been taken"),
                error);
            CHECK(bad.server.requests().size() == 1);
        }
    }
}

TEST_CASE("a refusal of a change is told in the server's words") {
    for (const auto what : every_change) {
        fixture f;
        on_change(f.server, what).status(403).json(R"({"code":7,"message":"permission denied"})");
        CHECK_THROWS_WITH_AS(f.time.run(make(f.argocd, what)),
                             "rpc error: code = PermissionDenied desc = permission denied", error);
    }
}

TEST_CASE("an action falls back to the older call where the newer one is not known") {
    for (const auto& [status, body] : {std::pair{501, R"({"code":12,"message":"unknown method"})"},
                                       std::pair{404, "Not Found"}}) {
        fixture f;
        on_change(f.server, change::run).status(status).piece(body);
        f.server.on("POST " + base + "/actions" + web_query + "&project=p").json("{}");
        f.time.run(make(f.argocd, change::run));
        CHECK(f.server.requests().back().body == R"("restart")");
    }
    fixture absent;
    on_change(absent.server, change::run).status(404).json(R"({"code":5,"message":"no app"})");
    CHECK_THROWS_AS(absent.time.run(make(absent.argocd, change::run)), error);
}

} // namespace argocdpp
