// argocdpp proj allow-cluster-resource, deny-cluster-resource, allow-namespace-resource,
// deny-namespace-resource: which kinds of resources a project's applications may have.
//
// A kind is allowed by putting it on the allow list or by taking it from the deny list; --list says
// which of the two.

#include "../commands.hpp"
#include "../project_edit.hpp"

namespace argocdpp::cli {
namespace {

template<bool is_cluster>
struct options {
    std::string list = is_cluster ? "allow" : "deny";
};

template<bool is_cluster>
void describe(flag_set& flags, options<is_cluster>& given) {
    flags.add(given.list, "list", 'l', "the list to change: allow or deny").one_of("allow deny");
}

/// What is put on a list, or taken from it, and how the official CLI calls it.
template<class T>
struct list_change {
    T item;
    std::string name; ///< "Group 'apps' and kind 'Deployment'"
    std::string list; ///< "allowed namespaced resources"
    bool is_addition = false;
};

/// Says what was done; nothing where nothing was to be done.
template<class T, class Same>
std::string applied(std::vector<T>& items, const list_change<T>& change, Same is_same) {
    if (change.is_addition) {
        if (std::ranges::any_of(items, is_same))
            return "";
        items.push_back(change.item);
        return change.name + " is added to " + change.list;
    }
    return remove_first(items, is_same) ? change.name + " is removed from " + change.list : "";
}

bool is_allow_list(const std::string& list) { return list == "allow" || list == "white"; }

std::string change_cluster_list(proto::project_spec& spec, const text_list& words,
                                bool uses_allow_list, bool is_addition) {
    list_change<proto::resource_pattern> change;
    change.item.group = words[1];
    change.item.kind = words[2];
    change.item.name = words.size() > 3 ? words[3] : "";
    change.name =
        "Group '" + words[1] + "', kind '" + words[2] + "', and name '" + change.item.name + "'";
    change.list = std::string(uses_allow_list ? "allowed" : "denied") + " cluster resources";
    change.is_addition = is_addition;
    const auto is_same = [&](const proto::resource_pattern& known) {
        return known.group == change.item.group && known.kind == change.item.kind &&
               known.name == change.item.name;
    };
    return applied(uses_allow_list ? spec.allowed_cluster_resources : spec.denied_cluster_resources,
                   change, is_same);
}

std::string change_namespaced_list(proto::project_spec& spec, const text_list& words,
                                   bool uses_allow_list, bool is_addition) {
    list_change<proto::group_kind> change;
    change.item.group = words[1];
    change.item.kind = words[2];
    change.name = "Group '" + words[1] + "' and kind '" + words[2] + "'";
    change.list = std::string(uses_allow_list ? "allowed" : "denied") + " namespaced resources";
    change.is_addition = is_addition;
    const auto is_same = [&](const proto::group_kind& known) {
        return known.group == change.item.group && known.kind == change.item.kind;
    };
    return applied(uses_allow_list ? spec.allowed_namespaced_resources
                                   : spec.denied_namespaced_resources,
                   change, is_same);
}

template<bool is_cluster, bool allows>
task<exit_code> run(invocation& call, options<is_cluster> given) {
    const auto& words = call.arguments();
    if (words.size() != 3 && !(is_cluster && words.size() == 4))
        throw show_help();
    const bool uses_allow_list = is_allow_list(given.list);
    std::string done;
    projects::change change = [&](proto::project& project) {
        const auto change_list = is_cluster ? change_cluster_list : change_namespaced_list;
        done = change_list(project.spec, words, uses_allow_list, uses_allow_list == allows);
        return !done.empty();
    };
    if (co_await edit_project(call, std::move(change)))
        call.streams().err(done + "\n");
    co_return exit_code::success;
}

} // namespace

const command proj_allow_cluster_resource = {
    .path = "proj allow-cluster-resource",
    .arguments = "PROJECT GROUP KIND [NAME]",
    .names = {name_kind::project},
    .summary = "Allow a kind of cluster-scoped resources in a project",
    .differences = project_edit_differences,
    .examples = "argocdpp proj allow-cluster-resource team-a '' Namespace 'team-a-*'",
    .bind = bind<options<true>, describe<true>, run<true, true>>,
};

const command proj_deny_cluster_resource = {
    .path = "proj deny-cluster-resource",
    .arguments = "PROJECT GROUP KIND [NAME]",
    .names = {name_kind::project},
    .summary = "Deny a kind of cluster-scoped resources in a project",
    .differences = project_edit_differences,
    .examples = "argocdpp proj deny-cluster-resource team-a rbac.authorization.k8s.io ClusterRole",
    .bind = bind<options<true>, describe<true>, run<true, false>>,
};

const command proj_allow_namespace_resource = {
    .path = "proj allow-namespace-resource",
    .arguments = "PROJECT GROUP KIND",
    .names = {name_kind::project},
    .summary = "Allow a kind of namespaced resources in a project",
    .differences = project_edit_differences,
    .examples = "argocdpp proj allow-namespace-resource team-a '' ResourceQuota",
    .bind = bind<options<false>, describe<false>, run<false, true>>,
};

const command proj_deny_namespace_resource = {
    .path = "proj deny-namespace-resource",
    .arguments = "PROJECT GROUP KIND",
    .names = {name_kind::project},
    .summary = "Deny a kind of namespaced resources in a project",
    .differences = project_edit_differences,
    .examples = "argocdpp proj deny-namespace-resource team-a '' ResourceQuota",
    .bind = bind<options<false>, describe<false>, run<false, false>>,
};

} // namespace argocdpp::cli
