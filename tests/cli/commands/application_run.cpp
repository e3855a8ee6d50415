#include "application_run.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace argocdpp::tests {

const std::string asked = R"({"sync":{"revision":"a"}})";
const std::string running = R"({"phase":"Running","startedAt":"2026-11-24T00:00:05Z",
    "operation":{"sync":{"revision":"a"}}})";

std::string ended(std::string_view phase, std::string_view results) {
    return R"({"phase":")" + std::string(phase) + R"(","startedAt":"2026-11-24T00:00:05Z",)" +
           R"("finishedAt":"2026-11-24T00:00:09Z","operation":{"sync":{"revision":"a"}},)" +
           R"("syncResult":{"revision":"a","resources":)" + std::string(results) + "}}";
}

std::string event_line(std::string_view type, const app_facts& facts) {
    std::string line = event_json(type, facts);
    std::erase(line, '\n');
    return line + "\n";
}

application_run::application_run() {
    variables["ARGOCD_SERVER"] = "cd.example.com";
    variables["ARGOCD_AUTH_TOKEN"] = "a.b.c";
}

stub& application_run::get(std::string_view query, std::string_view name) {
    return server.on("GET /api/v1/applications/" + std::string(name) + std::string(query));
}

stub& application_run::answer_settings() {
    return server.on("GET /api/v1/settings").json(R"({"url":"https://cd.example.com"})");
}

stub& application_run::stream(std::string_view version) {
    return server.on("GET /api/v1/stream/applications?name=waves&resourceVersion=" +
                     std::string(version));
}

stub& application_run::post_sync(std::string_view name) {
    return server.on("POST /api/v1/applications/" + std::string(name) + "/sync").json("{}");
}

stub& application_run::names(std::string_view query, std::vector<std::string> found) {
    std::string items;
    for (const auto& name : found)
        items += std::string(items.empty() ? "" : ",") + R"({"metadata":{"name":")" + name +
                 R"(","namespace":"argocd"}})";
    return server
        .on("GET /api/v1/applications?" + std::string(query) +
            "&fields=items.metadata.name%2Citems.metadata.namespace")
        .json(R"({"items":[)" + items + "]}");
}

void application_run::answer_finished_sync(const app_facts& before, const app_facts& after) {
    get().json(app_json(before));
    post_sync();
    answer_settings();
    get().json(app_json(after));
}

std::string application_run::body_of(std::string_view method, std::size_t index) const {
    for (const auto& request : server.requests())
        if (request.method == method && index-- == 0)
            return request.body;
    return "no such request";
}

std::size_t application_run::count(std::string_view method) const {
    const auto& all = server.requests();
    return static_cast<std::size_t>(std::count_if(
        all.begin(), all.end(), [&](const auto& request) { return request.method == method; }));
}

void with_every_fault(const std::function<void(application_run&)>& prepare,
                      const std::vector<std::string>& words,
                      const std::function<void(application_run&, int code)>& check) {
    std::size_t requests = 1;
    for (std::size_t index = 0; index < requests; ++index) {
        for (const fault what : every_fault) {
            CAPTURE(index);
            CAPTURE(static_cast<int>(what));
            application_run world;
            prepare(world);
            world.server.break_request(index, what);
            const int code = world.run(words);
            CAPTURE(world.streams.output);
            CAPTURE(world.streams.talk);
            check(world, code);
            requests = std::max(requests, world.server.requests().size());
            if (requests > 40)
                return; // a wait that goes on asking
        }
    }
}

void check_ending(application_run& world, int code) {
    CHECK((code == 0 || code == 1 || code == 20));
    CHECK(world.streams.talk.find("internal error") == std::string::npos);
    CHECK(world.streams.talk.find("a.b.c") == std::string::npos);
    const bool is_fatal = world.streams.talk.find("\"fatal\"") != std::string::npos;
    CHECK(is_fatal == (code != 0));
    CHECK(world.time.elapsed() < std::chrono::minutes(10));
}

} // namespace argocdpp::tests
