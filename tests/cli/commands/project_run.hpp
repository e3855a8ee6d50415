#pragma once
// A run of a command that changes a project, and what it sends.
//
//     project_run world;
//     CHECK(world.edit({"proj", "add-source", "team-a", "x"}, R"("sourceRepos":["w"])") ==
//           R"("sourceRepos":["w","x"])");

#include "application_run.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::tests {

struct project_run : application_run {
    static constexpr std::string_view path = "/api/v1/projects/team-a";

    /// What a GET of the project answers.
    void has(std::string_view spec);
    /// Runs a command on a project with these members of its spec, and returns the members that it
    /// writes; "nothing" where it writes nothing.
    std::string edit(std::vector<std::string> words, std::string_view spec);
    /// The exit code of the last edit.
    int code = -1;
};

/// Runs a command that is to fail with this code before anything is written, and returns its words.
std::string refusal(std::vector<std::string> words, std::string_view spec, int code);

} // namespace argocdpp::tests
