#pragma once
// A run of a command that changes one application, waves.
//
//     edit_run world(R"({"source":{"path":"old"}})");
//     world.takes_patch();
//     CHECK(world.run({"app", "set", "waves", "--path", "new"}) == 0);
//     CHECK(world.patch() == …);

#include "application_run.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::tests {

struct edit_run : application_run {
    explicit edit_run(std::string_view spec, std::string_view metadata = R"({"name":"waves"})");

    /// One more reading of the application finds this spec.
    void holds(std::string_view spec, std::string_view metadata = R"({"name":"waves"})");
    void takes_patch();
    void refuses_patch(int status, int code, std::string_view words);
    /// The spec is put, without validation.
    void takes_spec();

    /// The operations of the n-th patch.
    std::string patch(std::size_t index = 0) const;
    bool has_help() const { return streams.output.find("Usage:") != std::string::npos; }
};

/// The spec that `app VERB waves --validate=false WORDS…` makes of another.
std::string spec_after(std::string_view spec, std::vector<std::string> words,
                       std::string_view verb = "set");

/// The message of the only fatal line; empty where there is none. "CODE: message".
std::string refusal_of(application_run& world, const std::vector<std::string>& words);

} // namespace argocdpp::tests
