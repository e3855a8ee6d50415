// argocdpp proj add-orphaned-ignore, remove-orphaned-ignore: resources that belong to no
// application and are to be left alone.

#include "../commands.hpp"
#include "../project_edit.hpp"

namespace argocdpp::cli {
namespace {

struct options {
    std::string name;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.name, "name", 0, "only resources whose names match this pattern");
}

proto::resource_pattern pattern_of(const invocation& call, const options& given) {
    proto::resource_pattern made;
    made.group = call.arguments()[1];
    made.kind = call.arguments()[2];
    made.name = given.name;
    return made;
}

auto same_as(const proto::resource_pattern& wanted) {
    return [&wanted](const proto::resource_pattern& known) {
        return known.group == wanted.group && known.kind == wanted.kind &&
               known.name == wanted.name;
    };
}

task<exit_code> add(invocation& call, options given) {
    expect_arguments(call, 3);
    const auto wanted = pattern_of(call, given);
    projects::change change = [&](proto::project& project) {
        auto& monitored = project.spec.orphaned_resources;
        if (!monitored)
            monitored.emplace();
        if (std::ranges::any_of(monitored->ignore, same_as(wanted)))
            throw failure(exit_code::failure, "Specified resource is already defined in the "
                                              "orphaned ignore list of project");
        monitored->ignore.push_back(wanted);
        return true;
    };
    co_await edit_project(call, std::move(change));
    co_return exit_code::success;
}

task<exit_code> remove(invocation& call, options given) {
    expect_arguments(call, 3);
    const auto wanted = pattern_of(call, given);
    projects::change change = [&](proto::project& project) {
        auto& monitored = project.spec.orphaned_resources;
        // The official CLI words the two cases differently.
        if (!monitored)
            throw failure(exit_code::failure, "Specified resource does not exist in the orphaned "
                                              "ignore list of project");
        if (!remove_first(monitored->ignore, same_as(wanted)))
            throw failure(exit_code::failure,
                          "Specified resource does not exist in the orphaned ignore of project");
        return true;
    };
    co_await edit_project(call, std::move(change));
    co_return exit_code::success;
}

} // namespace

const command proj_add_orphaned_ignore = {
    .path = "proj add-orphaned-ignore",
    .arguments = "PROJECT GROUP KIND",
    .names = {name_kind::project},
    .summary = "Do not warn of orphaned resources of a kind",
    .differences = project_edit_differences,
    .examples = "argocdpp proj add-orphaned-ignore team-a '' ConfigMap --name 'cache-*'",
    .bind = bind<options, describe, add>,
};

const command proj_remove_orphaned_ignore = {
    .path = "proj remove-orphaned-ignore",
    .arguments = "PROJECT GROUP KIND",
    .names = {name_kind::project},
    .summary = "Warn of orphaned resources of a kind again",
    .differences = project_edit_differences,
    .examples = "argocdpp proj remove-orphaned-ignore team-a '' ConfigMap --name 'cache-*'",
    .bind = bind<options, describe, remove>,
};

} // namespace argocdpp::cli
