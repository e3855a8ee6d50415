// argocdpp proj get: one project, with the repositories and clusters that are limited to it.

#include "../commands.hpp"
#include "../document_output.hpp"
#include "../invocation.hpp"
#include "../views/project_rows.hpp"

#include <argocdpp/projects.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    std::string output = "wide";
};

void describe(flag_set& flags, options& given) {
    flags.add(given.output, "output", 'o', "one of wide, json, yaml, jsonpath=…, custom-columns=…")
        .one_of("wide json yaml jsonpath= custom-columns=");
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().size() != 1)
        throw show_help();
    const auto found = co_await call.server().projs().detailed(call.arguments().front());
    if (is_document_format(given.output)) {
        call.streams().out(document_text(proto::encode(found.project), given.output));
    } else {
        check_wide(given.output);
        call.streams().out(project_text(found));
    }
    co_return exit_code::success;
}

} // namespace

const command proj_get = {
    .path = "proj get",
    .arguments = "PROJECT",
    .names = {name_kind::project},
    .summary = "Show a project",
    .examples = "argocdpp proj get team-a\n"
                "argocdpp proj get team-a -o yaml",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
