#include "project_edit.hpp"

#include <argocdpp/projects.hpp>

namespace argocdpp::cli {

void expect_arguments(const invocation& call, std::size_t count) {
    if (call.arguments().size() != count)
        throw show_help();
}

task<bool> edit_project(invocation& call, projects::change apply) {
    co_return co_await call.server().projs().edit(call.arguments().front(), std::move(apply));
}

proto::project_role& role_of(proto::project& project, const std::string& name) {
    const auto found = std::ranges::find(project.spec.roles, name, &proto::project_role::name);
    if (found == project.spec.roles.end())
        throw failure(exit_code::error, "role '" + name + "' does not exist in project '" +
                                            project.metadata.name + "'");
    return *found;
}

} // namespace argocdpp::cli
