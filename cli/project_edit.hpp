#pragma once
// What the commands that change one thing of a project have in common.

#include "failure.hpp"
#include "invocation.hpp"

#include <argocdpp/projects.hpp>

#include <algorithm>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

/// What is different from the official CLI in all of them.
inline constexpr std::string_view project_edit_differences =
    "The project is written back under the version that was read, with all that argocdpp does not "
    "know; where somebody else was quicker, it is read and changed anew, five times at most.";

/// Shows the help unless there are so many arguments.
void expect_arguments(const invocation& call, std::size_t count);

/// Edits the project that the first argument names; see projects::edit. Returns whether anything
/// was written.
task<bool> edit_project(invocation& call, projects::change apply);

/// The role of that name. Throws `failure` where there is none.
proto::project_role& role_of(proto::project& project, const std::string& name);

/// The first item that a test holds for is taken away; says whether there was one.
template<class T, class Test>
bool remove_first(std::vector<T>& items, Test test) {
    const auto found = std::ranges::find_if(items, test);
    if (found == items.end())
        return false;
    items.erase(found);
    return true;
}

} // namespace argocdpp::cli
