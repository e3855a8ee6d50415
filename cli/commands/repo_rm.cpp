// argocdpp repo rm: takes repositories away, one after the other.

#include "../commands.hpp"
#include "../confirmation.hpp"

#include <argocdpp/repositories.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    std::string project;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.project, "project", 0, "project that the repositories are for alone")
        .naming(name_kind::project);
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().empty())
        throw show_help();
    auto repos = call.server().repos();
    for (const auto& url : call.arguments()) {
        if (is_confirmed(call, "Are you sure you want to delete repository '" + url + "'? [y/n]")) {
            co_await repos.remove(url, given.project);
            call.streams().out("Repository '" + url + "' removed\n");
        } else {
            call.streams().out("The command to delete '" + url + "' was cancelled.\n");
        }
    }
    co_return exit_code::success;
}

} // namespace

const command repo_rm = {
    .path = "repo rm",
    .arguments = "REPO...",
    .names = {name_kind::repository},
    .repeats = true,
    .summary = "Take repositories away",
    .differences = "Questions may be answered line by line from a pipe.",
    .examples = "argocdpp repo rm https://git.example.com/apps\n"
                "argocdpp repo rm https://git.example.com/apps --project team-a",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
