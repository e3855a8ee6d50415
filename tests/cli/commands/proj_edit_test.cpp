#include "edit_run.hpp"
#include "project_run.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

namespace argocdpp {
namespace {

using tests::project_run;
using tests::refusal_of;
using step = std::pair<std::string, std::string>; ///< what is replaced, and by what

/// A run whose editor makes one replacement after the other.
struct editing : project_run {
    explicit editing(std::vector<step> all)
        : steps(std::move(all)) {
        variables["TMPDIR"] = directory.string();
        run_child = [this](const std::vector<std::string>& words, cli::child_input) {
            std::stringstream held;
            held << std::ifstream(words.back()).rdbuf();
            shown.push_back(held.str());
            auto text = held.str();
            const auto& [from, to] = steps.at(shown.size() - 1);
            const auto at = text.find(from);
            REQUIRE(at != std::string::npos);
            std::ofstream(words.back()) << text.replace(at, from.size(), to);
            return 0;
        };
    }
    ~editing() { CHECK(shown.size() == steps.size()); }

    tests::stub& answers() { return server.on("PUT " + std::string(path)); }
    void conflicts() {
        answers().status(409).json(
            R"({"code":10,"message":"Operation cannot be fulfilled on )"
            R"(appprojects.argoproj.io \"team-a\": the object has been )"
            R"(modified; please apply your changes to the latest version"})");
    }
    std::string put(std::size_t index = 0) const { return body_of("PUT", index); }

    std::vector<step> steps;
    std::vector<std::string> shown;
};

const std::string before = R"("description":"old","future":1)";
const step to_new = {"description: old", "description: new"};

} // namespace

TEST_CASE("proj edit: the whole project goes back with what was changed, under its version") {
    editing world({to_new});
    world.has(before);
    world.has(before);
    world.answers().json("{}");
    CHECK(world.run({"proj", "edit", "team-a"}) == 0);
    CHECK(world.shown[0].ends_with("\n\ndescription: old\nfuture: 1\n"));
    CHECK(world.put() == R"({"project":{"metadata":{"name":"team-a","resourceVersion":"7"},)"
                         R"("spec":{"description":"new","future":1}}})");
}

TEST_CASE("proj edit: others' changes stay, also those that were in time") {
    editing world({to_new});
    world.has(before);
    world.has(before + R"(,"sourceRepos":["a"])");
    world.conflicts();
    world.has(before + R"(,"sourceRepos":["a","b"])");
    world.answers().json("{}");
    CHECK(world.run({"proj", "edit", "team-a"}) == 0);
    CHECK(world.put(1).find(R"("description":"new","future":1,"sourceRepos":["a","b"])") !=
          std::string::npos);
}

TEST_CASE("proj edit: a change of the same is shown, not overwritten") {
    editing world({to_new, {"description: new", "description: both"}});
    world.has(before);
    for (int times = 0; times < 2; ++times)
        world.has(R"("description":"theirs","future":1)");
    world.answers().json("{}");
    CHECK(world.run({"proj", "edit", "team-a"}) == 0);
    CHECK(world.shown[1].find("#   /description\n\ndescription: new\n") != std::string::npos);
    CHECK(world.put().find(R"("description":"both")") != std::string::npos);
}

TEST_CASE("proj edit: what is not taken is shown again with the reason, and not lost") {
    editing world({to_new,
                   {"description: new", "description: [new]"},
                   {"description: [new]", "description: [new"},
                   {"new", "new"}});
    world.has(before);
    world.has(before);
    world.answers().status(400).json(R"({"code":3,"message":"not this"})");
    CHECK(refusal_of(world, {"proj", "edit", "team-a"}) ==
          "20: edit cancelled, no valid changes were saved");
    CHECK(world.shown[1].find("# failed to update project:\n# rpc error: code = InvalidArgument "
                              "desc = not this\n\ndescription: new\n") != std::string::npos);
    CHECK(world.shown[2].find("# error unmarshaling input into project spec: ") !=
          std::string::npos);
    CHECK(world.shown[3].find("# error converting YAML to JSON: yaml: ") != std::string::npos);
    CHECK(world.streams.talk.find("the edited text is in ") != std::string::npos);
}

TEST_CASE("proj edit: usage and refusals") {
    project_run nameless;
    CHECK(nameless.run({"proj", "edit"}) == 1);
    project_run denied;
    denied.server.on("GET " + std::string(project_run::path))
        .status(403)
        .json(R"({"code":7,"message":"permission denied"})");
    CHECK(refusal_of(denied, {"proj", "edit", "team-a"}) ==
          "20: rpc error: code = PermissionDenied desc = permission denied");
}

} // namespace argocdpp
