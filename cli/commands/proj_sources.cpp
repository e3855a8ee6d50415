// argocdpp proj add-source, remove-source, add-source-namespace, remove-source-namespace: from
// where a project's applications may come.

#include "../commands.hpp"
#include "../go_values.hpp"
#include "../project_edit.hpp"

namespace argocdpp::cli {
namespace {

struct options {};

void describe(flag_set&, options&) {}

/// A repository's URL without what makes no difference: case, ".git", ssh:// before git@….
std::string normalized(std::string_view url) {
    std::string text = trimmed(url);
    std::ranges::transform(text, text.begin(), [](unsigned char letter) {
        return static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter + 32 : letter);
    });
    const auto at = text.find('@');
    const auto colon = text.find(':');
    // "git@host:path", the scp form of an SSH URL
    if (text.find("://") == std::string::npos && at < colon && colon != std::string::npos)
        text[colon] = '/';
    if (text.starts_with("ssh://"))
        text.erase(0, 6);
    if (text.ends_with(".git"))
        text.erase(text.size() - 4);
    return text;
}

task<exit_code> add_source(invocation& call, options) {
    expect_arguments(call, 2);
    projects::change add = [&](proto::project& project) {
        const auto& url = call.arguments().back();
        auto& known = project.spec.source_repos;
        const auto covers = [&](const std::string& item) {
            return item == "*" || normalized(item) == normalized(url);
        };
        const auto found = std::ranges::find_if(known, covers);
        if (found != known.end()) {
            call.streams().out("Source repository '" + *found + "' already allowed in project\n");
            return false;
        }
        known.push_back(url);
        return true;
    };
    co_await edit_project(call, std::move(add));
    co_return exit_code::success;
}

task<exit_code> remove_source(invocation& call, options) {
    expect_arguments(call, 2);
    projects::change remove = [&](proto::project& project) {
        const auto& url = call.arguments().back();
        if (remove_first(project.spec.source_repos, [&](const auto& item) { return item == url; }))
            return true;
        call.streams().out("Source repository '" + url + "' does not exist in project\n");
        return false;
    };
    co_await edit_project(call, std::move(remove));
    co_return exit_code::success;
}

task<exit_code> add_namespace(invocation& call, options) {
    expect_arguments(call, 2);
    projects::change add = [&](proto::project& project) {
        const auto& name = call.arguments().back();
        auto& known = project.spec.source_namespaces;
        if (std::ranges::any_of(known, [&](const auto& it) { return it == "*" || it == name; })) {
            // The official CLI says '*' whatever the namespace is.
            call.streams().out("Source namespace '*' already allowed in project\n");
            return false;
        }
        known.push_back(name);
        return true;
    };
    co_await edit_project(call, std::move(add));
    co_return exit_code::success;
}

task<exit_code> remove_namespace(invocation& call, options) {
    expect_arguments(call, 2);
    projects::change remove = [&](proto::project& project) {
        const auto& name = call.arguments().back();
        const auto is_it = [&](const auto& item) { return item == name && item != "*"; };
        if (remove_first(project.spec.source_namespaces, is_it))
            return true;
        call.streams().out("Source namespace '" + name +
                           "' does not exist in project or cannot be removed\n");
        return false;
    };
    co_await edit_project(call, std::move(remove));
    co_return exit_code::success;
}

} // namespace

const command proj_add_source = {
    .path = "proj add-source",
    .arguments = "PROJECT URL",
    .names = {name_kind::project, name_kind::repository},
    .summary = "Let a project's applications come from a repository",
    .differences = project_edit_differences,
    .examples = "argocdpp proj add-source team-a https://github.com/team-a/config.git",
    .bind = bind<options, describe, add_source>,
};

const command proj_remove_source = {
    .path = "proj remove-source",
    .arguments = "PROJECT URL",
    .names = {name_kind::project, name_kind::source_repository},
    .summary = "Take a source repository from a project",
    .differences = project_edit_differences,
    .examples = "argocdpp proj remove-source team-a https://github.com/team-a/config.git",
    .bind = bind<options, describe, remove_source>,
};

const command proj_add_source_namespace = {
    .path = "proj add-source-namespace",
    .arguments = "PROJECT NAMESPACE",
    .names = {name_kind::project},
    .summary = "Let a project's applications live in a namespace",
    .differences = project_edit_differences,
    .examples = "argocdpp proj add-source-namespace team-a team-a-apps",
    .bind = bind<options, describe, add_namespace>,
};

const command proj_remove_source_namespace = {
    .path = "proj remove-source-namespace",
    .arguments = "PROJECT NAMESPACE",
    .names = {name_kind::project},
    .summary = "Take a namespace for applications from a project",
    .differences = project_edit_differences,
    .examples = "argocdpp proj remove-source-namespace team-a team-a-apps",
    .bind = bind<options, describe, remove_namespace>,
};

} // namespace argocdpp::cli
