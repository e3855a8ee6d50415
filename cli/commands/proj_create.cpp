// argocdpp proj create: creates a project from flags or a file.

#include "../commands.hpp"
#include "../named_text.hpp"
#include "../project_flags.hpp"
#include "../yaml_reader.hpp"

#include <argocdpp/projects.hpp>
#include <argocdpp/proto/codec.hpp>
#include <argocdpp/proto/json.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    project_options project;
    std::string file;
    bool upsert = false;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.file, "file", 'f', "file or URL of a manifest; - is standard input");
    flags.add(given.upsert, "upsert", 0, "change a project of that name that is there");
    describe_project(flags, given.project);
}

/// The first document counts, as there; a text without any is a project without a name.
proto::project project_in(const std::string& text) {
    auto document = parse_yaml(text);
    if (document.is_null())
        return {};
    return proto::decode<proto::project>(document);
}

task<proto::project> from_file(invocation& call, std::string file) {
    const std::string where =
        file == "-" ? "unable to read manifest from stdin: " : "error reading proj from uri: ";
    std::string fault;
    try {
        const auto text = co_await read_named_text(call, std::move(file));
        co_return project_in(text);
    } catch (const failure& failed) {
        fault = failed.what();
    } catch (const yaml_error& failed) {
        fault = failed.what();
    } catch (const proto::format_error& failed) {
        fault = failed.what();
    }
    throw failure(exit_code::error, where + fault);
}

task<proto::project> described(invocation& call, std::string file) {
    const auto& names = call.arguments();
    proto::project project;
    if (file.empty()) {
        if (names.empty())
            throw show_help();
        project.metadata.name = names.front();
        co_return std::move(project);
    }
    const bool is_input = file == "-";
    project = co_await from_file(call, std::move(file));
    if (!is_input && names.size() == 1 && names.front() != project.metadata.name)
        throw failure(exit_code::error, "project name '" + names.front() +
                                            "' does not match project spec metadata.name '" +
                                            project.metadata.name + "'");
    co_return std::move(project);
}

task<exit_code> run(invocation& call, options given) {
    auto project = co_await described(call, given.file);
    apply_project_options(project.spec, call, given.project);
    co_await call.server().projs().create(std::move(project), given.upsert);
    co_return exit_code::success;
}

} // namespace

const command proj_create = {
    .path = "proj create",
    .arguments = "PROJECT",
    .summary = "Create a project",
    .details = "From flags, or from the manifest of a file, which flags change.",
    .examples = "argocdpp proj create team-a --src https://git.example/apps.git "
                "--dest https://kubernetes.default.svc,team-a\n"
                "argocdpp proj create -f project.yaml --upsert",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
