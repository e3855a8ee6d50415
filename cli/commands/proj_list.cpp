// argocdpp proj list: every project, a row each.

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
    flags
        .add(given.output, "output", 'o',
             "one of wide, name, json, yaml, jsonpath=…, custom-columns=…")
        .one_of("wide name json yaml jsonpath= custom-columns=");
}

task<exit_code> run(invocation& call, options given) {
    const auto found = co_await call.server().projs().list();
    if (is_document_format(given.output)) {
        call.streams().out(list_document(found, given.output));
    } else if (given.output == "name") {
        std::string names;
        for (const auto& project : found)
            names += project.metadata.name + "\n";
        call.streams().out(names);
    } else {
        check_wide(given.output);
        call.streams().out(project_table(found));
    }
    co_return exit_code::success;
}

} // namespace

const command proj_list = {
    .path = "proj list",
    .summary = "List projects",
    .examples = "argocdpp proj list\n"
                "argocdpp proj list -o name",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
