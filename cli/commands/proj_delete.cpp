// argocdpp proj delete: deletes projects, one after the other.

#include "../commands.hpp"
#include "../confirmation.hpp"

#include <argocdpp/projects.hpp>

namespace argocdpp::cli {
namespace {

struct options {};

void describe(flag_set&, options&) {}

task<exit_code> run(invocation& call, options) {
    if (call.arguments().empty())
        throw show_help();
    for (const auto& name : call.arguments()) {
        if (is_confirmed(call, "Are you sure you want to delete " + name + "? [y/n]"))
            co_await call.server().projs().remove(name);
        else
            call.streams().out("The command to delete " + name + " was cancelled.\n");
    }
    co_return exit_code::success;
}

} // namespace

const command proj_delete = {
    .path = "proj delete",
    .arguments = "PROJECT...",
    .names = {name_kind::project},
    .repeats = true,
    .summary = "Delete projects",
    .details = "The server refuses while applications belong to the project.",
    .examples = "argocdpp proj delete team-a",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
