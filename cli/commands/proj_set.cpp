// argocdpp proj set: changes a project by flags.

#include "../commands.hpp"
#include "../project_edit.hpp"
#include "../project_flags.hpp"

namespace argocdpp::cli {
namespace {

task<exit_code> run(invocation& call, project_options given) {
    if (call.arguments().empty())
        throw show_help();
    projects::change change = [&](proto::project& project) {
        // Any flag counts, --server too, and the project is seen to be there first, as in the
        // official CLI.
        if (!call.given_any()) {
            call.talk().line(log_level::error, "Please set at least one option to update");
            throw show_help();
        }
        apply_project_options(project.spec, call, given);
        return true;
    };
    co_await edit_project(call, std::move(change));
    co_return exit_code::success;
}

} // namespace

const command proj_set = {
    .path = "proj set",
    .arguments = "PROJECT",
    .names = {name_kind::project},
    .summary = "Change a project by flags",
    .details = "A list that is given replaces the one there is; the commands proj add-… and "
               "remove-… change one entry.",
    .differences = project_edit_differences,
    .examples = "argocdpp proj set team-a --description 'Team A' --src '*'\n"
                "argocdpp proj set team-a --dest https://kubernetes.default.svc,team-a",
    .bind = bind<project_options, describe_project, run>,
};

} // namespace argocdpp::cli
