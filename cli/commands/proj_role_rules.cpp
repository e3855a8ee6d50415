// argocdpp proj role add-policy, remove-policy, add-group, remove-group: what a role may do, and
// whose it is.

#include "../commands.hpp"
#include "../confirmation.hpp"
#include "../project_edit.hpp"

namespace argocdpp::cli {
namespace {

struct policy_options {
    std::string action;
    std::string object;
    std::string permission = "allow";
    std::string resource = "applications";
};

void describe_policy(flag_set& flags, policy_options& given) {
    flags.add(given.action, "action", 'a', "what may be done: get, sync, create, update, delete …")
        .one_of("get create update delete sync override action invoke");
    flags.add(given.object, "object", 'o', "to which object of the project; `*` for all");
    flags.add(given.permission, "permission", 'p', "allow or deny").one_of("allow deny");
    flags
        .add(given.resource, "resource", 'r',
             "kind of the object: applications, applicationsets, logs, exec, clusters or "
             "repositories")
        .one_of("applications applicationsets logs exec clusters repositories");
}

void check(const invocation& call, const policy_options& given) {
    expect_arguments(call, 2);
    constexpr std::string_view kinds[] = {"applications", "applicationsets", "logs",
                                          "exec",         "clusters",        "repositories"};
    if (std::ranges::find(kinds, given.resource) == std::end(kinds))
        throw show_help();
}

std::string policy_of(const proto::project& project, const proto::project_role& role,
                      const policy_options& given) {
    const auto& name = project.metadata.name;
    return "p, proj:" + name + ":" + role.name + ", " + given.resource + ", " + given.action +
           ", " + name + "/" + given.object + ", " + given.permission;
}

task<exit_code> add_policy(invocation& call, policy_options given) {
    check(call, given);
    projects::change add = [&](proto::project& project) {
        auto& role = role_of(project, call.arguments().back());
        role.policies.push_back(policy_of(project, role, given));
        return true;
    };
    co_await edit_project(call, std::move(add));
    co_return exit_code::success;
}

task<exit_code> remove_policy(invocation& call, policy_options given) {
    check(call, given);
    bool was_asked = false;
    projects::change remove = [&](proto::project& project) {
        auto& role = role_of(project, call.arguments().back());
        const auto policy = policy_of(project, role, given);
        const auto found = std::ranges::find(role.policies, policy);
        if (found == role.policies.end())
            return false;
        // The last one takes its place, as there.
        std::swap(*found, role.policies.back());
        role.policies.pop_back();
        const auto question = "Are you sure you want to delete '" + policy + "' policy? [y/n]";
        if (std::exchange(was_asked, true) || is_confirmed(call, question))
            return true;
        call.streams().out("The command to delete policy '" + policy + "' was cancelled.\n");
        return false;
    };
    co_await edit_project(call, std::move(remove));
    co_return exit_code::success;
}

struct options {};

void describe(flag_set&, options&) {}

task<exit_code> add_group(invocation& call, options) {
    expect_arguments(call, 3);
    const auto& name = call.arguments()[1];
    const auto& group = call.arguments()[2];
    projects::change add = [&](proto::project& project) {
        auto& groups = role_of(project, name).groups;
        if (std::ranges::find(groups, group) != groups.end()) {
            call.streams().out("Group '" + group + "' already present in role '" + name + "'\n");
            return false;
        }
        groups.push_back(group);
        return true;
    };
    if (co_await edit_project(call, std::move(add)))
        call.streams().out("Group '" + group + "' added to role '" + name + "'\n");
    co_return exit_code::success;
}

task<exit_code> remove_group(invocation& call, options) {
    expect_arguments(call, 3);
    const auto& name = call.arguments()[1];
    const auto& group = call.arguments()[2];
    bool was_asked = false;
    projects::change remove = [&](proto::project& project) {
        auto& groups = role_of(project, name).groups;
        if (!remove_first(groups, [&](const auto& known) { return known == group; })) {
            call.streams().out("Group '" + group + "' not present in role '" + name + "'\n");
            return false;
        }
        const auto question =
            "Are you sure you want to remove '" + group + "' group from role '" + name + "'? [y/n]";
        if (std::exchange(was_asked, true) || is_confirmed(call, question))
            return true;
        call.streams().out("The command to remove group '" + group + "' from role '" + name +
                           "' was cancelled.\n");
        return false;
    };
    if (co_await edit_project(call, std::move(remove)))
        call.streams().out("Group '" + group + "' removed from role '" + name + "'\n");
    co_return exit_code::success;
}

} // namespace

const command proj_role_add_policy = {
    .path = "proj role add-policy",
    .arguments = "PROJECT ROLE-NAME",
    .names = {name_kind::project, name_kind::role},
    .summary = "Let a role do something",
    .differences = project_edit_differences,
    .examples = "argocdpp proj role add-policy team-a deployer --action sync --object '*'",
    .bind = bind<policy_options, describe_policy, add_policy>,
};

const command proj_role_remove_policy = {
    .path = "proj role remove-policy",
    .arguments = "PROJECT ROLE-NAME",
    .names = {name_kind::project, name_kind::role},
    .summary = "Take a policy from a role",
    .differences = project_edit_differences,
    .examples = "argocdpp proj role remove-policy team-a deployer --action sync --object '*'",
    .bind = bind<policy_options, describe_policy, remove_policy>,
};

const command proj_role_add_group = {
    .path = "proj role add-group",
    .arguments = "PROJECT ROLE-NAME GROUP-CLAIM",
    .names = {name_kind::project, name_kind::role},
    .summary = "Give a role to a group of the single sign-on",
    .differences = project_edit_differences,
    .examples = "argocdpp proj role add-group team-a deployer org:team-a",
    .bind = bind<options, describe, add_group>,
};

const command proj_role_remove_group = {
    .path = "proj role remove-group",
    .arguments = "PROJECT ROLE-NAME GROUP-CLAIM",
    .names = {name_kind::project, name_kind::role},
    .summary = "Take a role from a group of the single sign-on",
    .differences = project_edit_differences,
    .examples = "argocdpp proj role remove-group team-a deployer org:team-a",
    .bind = bind<options, describe, remove_group>,
};

} // namespace argocdpp::cli
