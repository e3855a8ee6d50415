#include "tree.hpp"

#include "table.hpp"
#include "time_text.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace argocdpp::cli {

namespace {

class tree_writer {
  public:
    tree_writer(const proto::resource_tree& tree, const std::vector<resource_state>& rows,
                bool detailed, std::int64_t now)
        : detailed_(detailed)
        , now_(now) {
        for (const resource_state& row : rows)
            rows_[row.kind + "/" + row.name] = &row;
        for (const proto::resource_node& node : tree.nodes) {
            nodes_[node.uid] = &node;
            if (!node.parent_refs.empty())
                children_[node.parent_refs.front().uid].push_back(node.uid);
            else if (std::find(roots_.begin(), roots_.end(), node.uid) == roots_.end())
                roots_.push_back(node.uid);
        }
    }

    std::string write() {
        if (detailed_)
            add_row(tabbed_, {"KIND/NAME", "STATUS", "HEALTH", "AGE", "MESSAGE", "REASON"});
        else
            add_row(tabbed_, {"KIND/NAME", "STATUS", "HEALTH", "MESSAGE"});
        for (const std::string_view root : roots_)
            add_node(root, "", "");
        return align(tabbed_, 0, 2);
    }

  private:
    /// A node and what is below it. `branch` stands before its name, `indent` before its
    /// children's.
    void add_node(std::string_view uid, const std::string& branch, const std::string& indent) {
        add_line(*nodes_.at(uid), branch);
        const auto found = children_.find(uid);
        // Parents in a circle, or a chain that no cluster has, must not eat the stack.
        constexpr std::size_t deepest = 1000;
        if (found == children_.end() || path_.size() == deepest)
            return;
        path_.push_back(uid);
        for (const std::string_view& child : found->second) {
            if (std::find(path_.begin(), path_.end(), child) != path_.end())
                continue;
            const bool is_last = &child == &found->second.back();
            add_node(child, indent + (is_last ? "└─" : "├─"), indent + (is_last ? "  " : "│ "));
        }
        path_.pop_back();
    }

    void add_line(const proto::resource_node& node, const std::string& branch) {
        const std::string name = node.kind + "/" + node.name;
        const auto found = rows_.find(name);
        static const resource_state no_row;
        const resource_state& row = found == rows_.end() ? no_row : *found->second;
        const std::string& health =
            found == rows_.end() && node.health ? node.health->status : row.health;
        if (!detailed_) {
            add_row(tabbed_, {branch + name, row.status, health, row.message});
            return;
        }
        const auto created = parse_time(node.created_at);
        add_row(tabbed_, {branch + name, row.status, health,
                          created ? age_text(now_ - *created) : "<unknown>", row.message,
                          node.health ? std::string_view(node.health->message) : ""});
    }

    bool detailed_;
    std::int64_t now_;
    std::unordered_map<std::string, const resource_state*> rows_; ///< by kind and name
    std::unordered_map<std::string_view, const proto::resource_node*> nodes_;
    std::unordered_map<std::string_view, std::vector<std::string_view>> children_;
    std::vector<std::string_view> roots_;
    std::vector<std::string_view> path_; ///< from a root to the node at hand
    std::string tabbed_;
};

} // namespace

std::string resource_tree_table(const proto::resource_tree& tree,
                                const std::vector<resource_state>& rows, bool detailed,
                                std::int64_t now) {
    if (tree.nodes.empty())
        return {};
    return tree_writer(tree, rows, detailed, now).write();
}

} // namespace argocdpp::cli
