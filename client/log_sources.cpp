// logs::sources: which containers a query of logs means.

#include <argocdpp/app_resources.hpp>
#include <argocdpp/logs.hpp>

#include <set>

namespace argocdpp {
namespace {

using node_list = std::vector<proto::resource_node>;

bool is_meant(const proto::resource_node& node, const log_query& query) {
    const auto fits = [](const std::string& wanted, const std::string& found) {
        return wanted.empty() || wanted == found;
    };
    return fits(query.name, node.name) && fits(query.kind, node.kind) &&
           fits(query.group, node.group) && fits(query.name_space, node.name_space);
}

/// Whether a node, or one that it belongs to, is meant; as the server judges.
bool belongs(const proto::resource_node& node, const node_list& nodes, const log_query& query,
             std::set<std::string>& seen) {
    if (is_meant(node, query))
        return true;
    for (const auto& parent : node.parent_refs)
        for (const auto& other : nodes)
            if (other.uid == parent.uid && seen.insert(other.uid).second &&
                belongs(other, nodes, query, seen))
                return true;
    return false;
}

std::vector<resource_id> pods_of(const node_list& nodes, const log_query& query) {
    std::vector<resource_id> pods;
    for (const auto& node : nodes) {
        std::set<std::string> seen;
        if (node.kind == "Pod" && node.group.empty() && !node.uid.empty() &&
            belongs(node, nodes, query, seen))
            pods.push_back({node.group, node.version, node.kind, node.name_space, node.name});
    }
    return pods;
}

void add_containers(const proto::any& pod, std::string_view list, const resource_id& which,
                    std::vector<log_source>& found) {
    const auto* spec = pod.find("spec");
    const auto* containers = spec ? spec->find(list) : nullptr;
    if (!containers || !containers->is_array())
        return;
    for (const auto& container : containers->items())
        if (const auto* name = container.find("name"); name && name->is_string())
            found.push_back({which.name_space, which.name, name->string()});
}

} // namespace

task<std::vector<log_source>> logs::sources(app_ref app, log_query query) {
    const auto tree = co_await applications(*rest_).tree(app);
    const auto pods = pods_of(tree.nodes, query);
    const auto manifests = co_await app_resources(*rest_).manifests(app, pods);
    std::vector<log_source> found;
    for (std::size_t i = 0; i < pods.size(); ++i)
        for (const auto* list : {"initContainers", "containers"})
            add_containers(manifests[i], list, pods[i], found);
    co_return found;
}

} // namespace argocdpp
