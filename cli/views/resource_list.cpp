#include "resource_list.hpp"

#include "forest.hpp"
#include "table.hpp"

#include <string_view>

namespace argocdpp::cli {

namespace {

class list_writer {
  public:
    list_writer(resource_list_form form, std::int64_t now)
        : form_(form)
        , now_(now) {
        if (form_ == resource_list_form::detailed)
            add_row(tabbed_,
                    {"GROUP", "KIND", "NAMESPACE", "NAME", "ORPHANED", "AGE", "HEALTH", "REASON"});
        else
            add_row(tabbed_, {"GROUP", "KIND", "NAMESPACE", "NAME", "ORPHANED"});
    }

    void add(const std::vector<proto::resource_node>& nodes, bool orphaned) {
        if (form_ != resource_list_form::flat) {
            for (const auto& [branch, node] : forest_lines(nodes))
                add_line(*node, branch, orphaned);
            return;
        }
        for (const auto& node : nodes)
            if (orphaned || node.parent_refs.empty())
                add_line(node, "", orphaned);
    }

    std::string text() const { return align(tabbed_, 0, 2); }

  private:
    void add_line(const proto::resource_node& node, const std::string& branch, bool orphaned) {
        const std::string group = branch + node.group;
        const std::string_view answer = orphaned ? "Yes" : "No";
        if (form_ != resource_list_form::detailed) {
            add_row(tabbed_, {group, node.kind, node.name_space, node.name, answer});
            return;
        }
        const auto health = node.health.value_or(proto::health_status());
        add_row(tabbed_, {group, node.kind, node.name_space, node.name, answer,
                          node_age(node, now_), health.status, health.message});
    }

    resource_list_form form_;
    std::int64_t now_;
    std::string tabbed_;
};

} // namespace

std::string resource_list(const proto::resource_tree& tree, const resource_list_choice& choice,
                          std::int64_t now) {
    list_writer writer(choice.form, now);
    if (choice.managed)
        writer.add(tree.nodes, false);
    if (choice.orphaned)
        writer.add(tree.orphaned_nodes, true);
    return writer.text();
}

} // namespace argocdpp::cli
