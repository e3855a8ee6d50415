#include "edit_run.hpp"

#include <argocdpp/proto/json.hpp>

#include <doctest/doctest.h>

namespace argocdpp::tests {

namespace {

const std::string waves = " /api/v1/applications/waves";

} // namespace

edit_run::edit_run(std::string_view spec, std::string_view metadata) { holds(spec, metadata); }

void edit_run::holds(std::string_view spec, std::string_view metadata) {
    get().json(R"({"metadata":)" + std::string(metadata) + R"(,"spec":)" + std::string(spec) + "}");
}

void edit_run::takes_patch() { server.on("PATCH" + waves).json("{}"); }

void edit_run::refuses_patch(int status, int code, std::string_view words) {
    server.on("PATCH" + waves)
        .status(status)
        .json(R"({"code":)" + std::to_string(code) + R"(,"message":")" + std::string(words) +
              "\"}");
}

void edit_run::takes_spec() { server.on("PUT" + waves + "/spec?validate=false").json("{}"); }

std::string edit_run::patch(std::size_t index) const {
    return proto::parse(body_of("PATCH", index)).find("patch")->string();
}

std::string spec_after(std::string_view spec, std::vector<std::string> words,
                       std::string_view verb) {
    edit_run world(spec);
    world.takes_spec();
    words.insert(words.begin(), {"app", std::string(verb), "waves", "--validate=false"});
    const int code = world.run(words);
    CAPTURE(world.streams.talk);
    CHECK(code == 0);
    return world.body_of("PUT");
}

std::string refusal_of(application_run& world, const std::vector<std::string>& words) {
    const int code = world.run(words);
    const std::string begin = R"({"level":"fatal","msg":)";
    const auto at = world.streams.talk.find(begin);
    if (at == std::string::npos)
        return "";
    const auto line = world.streams.talk.substr(at, world.streams.talk.find('\n', at) - at);
    return std::to_string(code) + ": " + proto::parse(line).find("msg")->string();
}

} // namespace argocdpp::tests
