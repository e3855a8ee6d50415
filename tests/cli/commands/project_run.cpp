#include "project_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp::tests {

void project_run::has(std::string_view spec) {
    server.on("GET " + std::string(path))
        .json(R"({"metadata":{"name":"team-a","resourceVersion":"7"},"spec":{)" +
              std::string(spec) + "}}");
}

std::string project_run::edit(std::vector<std::string> words, std::string_view spec) {
    has(spec);
    std::string written = "nothing";
    server.on("PUT " + std::string(path))
        .json("{}")
        .inspect([&](const http_request& request) {
            constexpr std::string_view before =
                R"({"project":{"metadata":{"name":"team-a","resourceVersion":"7"},"spec":{)";
            REQUIRE(request.body.starts_with(before));
            written = request.body.substr(before.size());
            REQUIRE(written.ends_with("}}}"));
            written.resize(written.size() - 3);
        })
        .forever();
    code = run(std::move(words));
    return written;
}

std::string refusal(std::vector<std::string> words, std::string_view spec, int code) {
    project_run world;
    CHECK(world.edit(std::move(words), spec) == "nothing");
    CHECK(world.code == code);
    return world.streams.talk;
}

} // namespace argocdpp::tests
