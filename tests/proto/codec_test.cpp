#include "rewritten.hpp"

#include <argocdpp/proto/application.hpp>
#include <argocdpp/proto/sync_request.hpp>

#include <doctest/doctest.h>

using namespace argocdpp::proto;
using namespace argocdpp::proto::test;

namespace {

template<class T>
std::string complaint(std::string_view text) {
    return complaint_of([text] { read_as<T>(text); });
}

} // namespace

TEST_CASE("unknown fields, explicit zeros and the order of keys survive at every depth") {
    for (const char* text :
         {R"({"z":1,"metadata":{"labels":{},"new":[1.0],"name":"","uid":null},)"
          R"("spec":{"source":{}}})",
          R"({"status":{"resources":[{"hook":false,"x":{},"health":{"status":""}},{}],)"
          R"("history":[]}})",
          R"({"operation":null,"spec":null,"metadata":null,"status":null})",
          R"({"operation":{"info":[null,{},{"name":"a"}],"retry":{},"initiatedBy":{}}})",
          R"({"spec":{"syncPolicy":{"automated":{"prune":false,"enabled":null}}}})",
          R"({"status":{"sourceHydrator":{"currentOperation":{"sourceHydrator":{"x":-0}}}}})", "{}",
          "null"}) {
        CHECK(difference(rewritten<application>(text), text) == "");
    }
}

TEST_CASE("numbers of known members keep their spelling as long as they keep their value") {
    for (const char* id : {"-0", "0", "1.0", "1e3", "-12", "9223372036854775807"}) {
        const std::string text = std::string(R"({"history":[{"id":)") + id + R"(,"x":1.50}]})";
        CHECK(rewritten<application_status>(text) == text);
    }
    auto history = read_as<revision_history>(R"({"x":2.0,"id":1e3})");
    CHECK(history.id == 1000);
    history.id = 1001;
    CHECK(written(history) == R"({"x":2.0,"id":1001})");
}

TEST_CASE("a list of numbers keeps its spelling until it is changed") {
    auto request = read_as<sync_request>(R"({"sourcePositions":[1.0,2]})");
    CHECK(request.source_positions == std::vector<long long>{1, 2});
    CHECK(written(request) == R"({"sourcePositions":[1.0,2]})");
    request.source_positions.push_back(3);
    CHECK(written(request) == R"({"sourcePositions":[1,2,3]})");
    request.source_positions.clear();
    CHECK(written(request) == "{}");
}

TEST_CASE("a member that was set since stands in its old place or behind the others") {
    auto meta = read_as<object_meta>(R"({"x":1,"name":"","uid":"u","y":2})");
    meta.name = "web";
    meta.name_space = "argocd";
    meta.labels = {{"team", "web"}};
    CHECK(written(meta) ==
          R"({"x":1,"name":"web","uid":"u","y":2,"namespace":"argocd","labels":{"team":"web"}})");
}

TEST_CASE("a member that was cleared since is not written") {
    auto app = read_as<application>(
        R"({"metadata":{"name":"a","uid":"u"},"operation":{"sync":{"prune":true}},)"
        R"("status":{"x":1}})");
    app.metadata.uid.clear();
    app.operation->sync->prune = false;
    CHECK(written(app) == R"({"metadata":{"name":"a"},"operation":{"sync":{}},"status":{"x":1}})");
    app.operation.reset();
    app.status = {};
    CHECK(written(app) == R"({"metadata":{"name":"a"}})");
}

TEST_CASE("an optional member says the difference between absent and zero") {
    auto policy = read_as<automated_sync>(R"({"prune":true})");
    policy.prune = false;
    policy.enabled = false;
    CHECK(written(policy) == R"({"prune":false,"enabled":false})");
    policy.prune.reset();
    CHECK(written(policy) == R"({"enabled":false})");
    backoff delay;
    delay.factor = 0;
    CHECK(written(delay) == R"({"factor":0})");
}

TEST_CASE("a fresh value is written in the order of the table, without zeros") {
    application app;
    app.metadata.name = "web";
    app.spec.source.emplace().repo_url = "https://example.com/a.git";
    app.spec.sync_policy.emplace().automated.emplace();
    CHECK(written(app) == R"({"metadata":{"name":"web"},"spec":{"source":{"repoURL":)"
                          R"("https://example.com/a.git"},"syncPolicy":{"automated":{}}}})");
    CHECK(written(application()) == "{}");
}

TEST_CASE("what is added to rest is written too") {
    auto app = read_as<application>(R"({"metadata":{"name":"a"}})");
    app.rest.set("kind", "Application");
    CHECK(written(app) == R"({"metadata":{"name":"a"},"kind":"Application"})");
}

TEST_CASE("of a key that comes twice the first counts and both are written back") {
    const char* text = R"({"name":"a","name":"b"})";
    auto meta = read_as<object_meta>(text);
    CHECK(meta.name == "a");
    CHECK(written(meta) == text);
    meta.name.clear();
    CHECK(written(meta) == "{}");
}

TEST_CASE("rest shows nothing that another member holds") {
    const auto app = read_as<application>(R"({"metadata":{"name":"a"},"kind":"Application"})");
    CHECK(write(app.rest) == R"({"kind":"Application"})");
    CHECK(app.rest.find("metadata") == nullptr);
    CHECK(write(app.metadata.rest) == "{}");
}

TEST_CASE("a member of another type is refused with its path") {
    CHECK(complaint<application>(R"({"spec":{"source":{"path":5}}})") ==
          ".spec.source.path: expected string, got number");
    CHECK(complaint<application>(R"({"status":{"resources":[{},{},{},{"name":{}}]}})") ==
          ".status.resources[3].name: expected string, got object");
    CHECK(complaint<application>(R"({"metadata":[]})") == ".metadata: expected object, got array");
    CHECK(complaint<application>(R"({"operation":"x"})") ==
          ".operation: expected object, got string");
    CHECK(complaint<application>(R"({"status":{"resources":{}}})") ==
          ".status.resources: expected array, got object");
    CHECK(complaint<application>(R"({"status":{"resources":[true]}})") ==
          ".status.resources[0]: expected object, got bool");
    CHECK(complaint<application>("[]") == "expected object, got array");
    CHECK(complaint<sync_operation>(R"({"prune":"true"})") == ".prune: expected bool, got string");
    CHECK(complaint<automated_sync>(R"({"prune":1})") == ".prune: expected bool, got number");
}

TEST_CASE("lists and maps of strings hold strings only") {
    CHECK(complaint<sync_operation>(R"({"revisions":["a",null]})") ==
          ".revisions[1]: expected string, got null");
    CHECK(complaint<object_meta>(R"({"labels":{"a":"b","team":null}})") ==
          ".labels.team: expected string, got null");
    CHECK(complaint<object_meta>(R"({"annotations":{"n":5}})") ==
          ".annotations.n: expected string, got number");
    CHECK(complaint<object_meta>(R"({"labels":[]})") == ".labels: expected object, got array");
}

TEST_CASE("an integer member takes no fraction and no more than 64 bits") {
    CHECK(complaint<revision_history>(R"({"id":1.5})") == ".id: expected integer, got 1.5");
    CHECK(complaint<revision_history>(R"({"id":12345678901234567890123})") ==
          ".id: expected integer, got 12345678901234567890123");
    CHECK(complaint<revision_history>(R"({"id":"5"})") == ".id: expected integer, got string");
    CHECK(complaint<backoff>(R"({"factor":0.1})") == ".factor: expected integer, got 0.1");
    CHECK(complaint<sync_request>(R"({"sourcePositions":[1,2.5]})") ==
          ".sourcePositions[1]: expected integer, got 2.5");
}

TEST_CASE("values copy deeply: changing a copy leaves the other as it was") {
    const auto app = read_as<application>(R"({"metadata":{"name":"a"},"x":[1]})");
    auto copy = app;
    copy.metadata.name = "b";
    copy.rest.set("x", true);
    CHECK(written(app) == R"({"metadata":{"name":"a"},"x":[1]})");
    CHECK(written(copy) == R"({"metadata":{"name":"b"},"x":true})");
}
