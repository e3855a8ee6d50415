#include "forest.hpp"

#include "time_text.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace argocdpp::cli {

namespace {

class forest {
  public:
    explicit forest(const std::vector<proto::resource_node>& nodes) {
        for (const proto::resource_node& node : nodes) {
            nodes_[node.uid] = &node;
            if (!node.parent_refs.empty())
                children_[node.parent_refs.front().uid].push_back(node.uid);
            else if (std::find(roots_.begin(), roots_.end(), node.uid) == roots_.end())
                roots_.push_back(node.uid);
        }
    }

    std::vector<forest_line> lines() {
        for (const std::string_view root : roots_)
            add_node(root, "", "");
        return std::move(lines_);
    }

  private:
    /// A node and what is below it. `branch` stands before its name, `indent` before its
    /// children's.
    void add_node(std::string_view uid, const std::string& branch, const std::string& indent) {
        lines_.push_back({branch, nodes_.at(uid)});
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

    std::unordered_map<std::string_view, const proto::resource_node*> nodes_;
    std::unordered_map<std::string_view, std::vector<std::string_view>> children_;
    std::vector<std::string_view> roots_;
    std::vector<std::string_view> path_; ///< from a root to the node at hand
    std::vector<forest_line> lines_;
};

} // namespace

std::vector<forest_line> forest_lines(const std::vector<proto::resource_node>& nodes) {
    return forest(nodes).lines();
}

std::string node_age(const proto::resource_node& node, std::int64_t now) {
    const auto created = parse_time(node.created_at);
    return created ? age_text(now - *created) : "<unknown>";
}

} // namespace argocdpp::cli
