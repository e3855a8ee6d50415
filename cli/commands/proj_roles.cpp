// argocdpp proj role list, get, create, delete: who may do what in a project.

#include "../commands.hpp"
#include "../confirmation.hpp"
#include "../document_output.hpp"
#include "../project_edit.hpp"
#include "../views/project_rows.hpp"
#include "../views/table.hpp"

#include <argocdpp/projects.hpp>

namespace argocdpp::cli {
namespace {

struct list_options {
    std::string output = "wide";
};

void describe_list(flag_set& flags, list_options& given) {
    flags
        .add(given.output, "output", 'o',
             "one of wide, name, json, yaml, jsonpath=…, custom-columns=…")
        .one_of("wide name json yaml jsonpath= custom-columns=");
}

task<exit_code> list(invocation& call, list_options given) {
    expect_arguments(call, 1);
    const auto project = co_await call.server().projs().get(call.arguments().front());
    const auto& roles = project.spec.roles;
    std::string text;
    if (is_document_format(given.output)) {
        text = list_document(roles, given.output);
    } else if (given.output == "name") {
        for (const auto& role : roles)
            text += role.name + "\n";
    } else {
        check_wide(given.output);
        std::string rows;
        add_row(rows, {"ROLE-NAME", "DESCRIPTION"});
        for (const auto& role : roles)
            add_row(rows, {role.name, role.description});
        text = align(rows, 0, 2);
    }
    call.streams().out(text);
    co_return exit_code::success;
}

struct options {
    std::string description;
};

void describe_nothing(flag_set&, options&) {}

void describe_role(flag_set& flags, options& given) {
    flags.add(given.description, "description", 0, "what the role is for");
}

task<exit_code> get(invocation& call, options) {
    expect_arguments(call, 2);
    auto project = co_await call.server().projs().get(call.arguments().front());
    const auto& role = role_of(project, call.arguments().back());
    call.streams().out(role_text(project, role, call.time().unix_seconds()));
    co_return exit_code::success;
}

task<exit_code> create(invocation& call, options given) {
    expect_arguments(call, 2);
    const auto& name = call.arguments().back();
    projects::change add = [&](proto::project& project) {
        auto& roles = project.spec.roles;
        if (std::ranges::find(roles, name, &proto::project_role::name) != roles.end()) {
            call.streams().out("Role '" + name + "' already exists\n");
            return false;
        }
        auto& role = roles.emplace_back();
        role.name = name;
        role.description = given.description;
        return true;
    };
    if (co_await edit_project(call, std::move(add)))
        call.streams().out("Role '" + name + "' created\n");
    co_return exit_code::success;
}

task<exit_code> remove(invocation& call, options) {
    expect_arguments(call, 2);
    const auto& name = call.arguments().back();
    bool was_asked = false;
    projects::change change = [&](proto::project& project) {
        auto& roles = project.spec.roles;
        const auto found = std::ranges::find(roles, name, &proto::project_role::name);
        if (found == roles.end()) {
            call.streams().out("Role '" + name + "' does not exist in project\n");
            return false;
        }
        // The last one takes its place, as there.
        std::swap(*found, roles.back());
        roles.pop_back();
        const auto question = "Are you sure you want to delete '" + name + "' role? [y/n]";
        if (!std::exchange(was_asked, true) && !is_confirmed(call, question)) {
            call.streams().out("The command to delete role '" + name + "' was cancelled.\n");
            return false;
        }
        return true;
    };
    if (co_await edit_project(call, std::move(change)))
        call.streams().out("Role '" + name + "' deleted\n");
    co_return exit_code::success;
}

} // namespace

const command proj_role_list = {
    .path = "proj role list",
    .arguments = "PROJECT",
    .names = {name_kind::project},
    .summary = "List the roles of a project",
    .examples = "argocdpp proj role list team-a",
    .bind = bind<list_options, describe_list, list>,
};

const command proj_role_get = {
    .path = "proj role get",
    .arguments = "PROJECT ROLE-NAME",
    .names = {name_kind::project, name_kind::role},
    .summary = "Show a role with its policies, groups and tokens",
    .details = "The policies are those of all roles of the project, as the official CLI prints "
               "them.",
    .examples = "argocdpp proj role get team-a deployer",
    .bind = bind<options, describe_nothing, get>,
};

const command proj_role_create = {
    .path = "proj role create",
    .arguments = "PROJECT ROLE-NAME",
    .names = {name_kind::project},
    .summary = "Add a role to a project",
    .differences = project_edit_differences,
    .examples = "argocdpp proj role create team-a deployer --description 'syncs from CI'",
    .bind = bind<options, describe_role, create>,
};

const command proj_role_delete = {
    .path = "proj role delete",
    .arguments = "PROJECT ROLE-NAME",
    .names = {name_kind::project, name_kind::role},
    .summary = "Take a role from a project",
    .differences = project_edit_differences,
    .examples = "argocdpp proj role delete team-a deployer",
    .bind = bind<options, describe_nothing, remove>,
};

} // namespace argocdpp::cli
