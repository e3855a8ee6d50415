#include "tree.hpp"

#include "forest.hpp"
#include "table.hpp"

#include <string_view>
#include <unordered_map>

namespace argocdpp::cli {

namespace {

class tree_writer {
  public:
    tree_writer(const std::vector<resource_state>& rows, bool detailed, std::int64_t now)
        : detailed_(detailed)
        , now_(now) {
        for (const resource_state& row : rows)
            rows_[row.kind + "/" + row.name] = &row;
    }

    std::string write(const proto::resource_tree& tree) {
        if (detailed_)
            add_row(tabbed_, {"KIND/NAME", "STATUS", "HEALTH", "AGE", "MESSAGE", "REASON"});
        else
            add_row(tabbed_, {"KIND/NAME", "STATUS", "HEALTH", "MESSAGE"});
        for (const auto& [branch, node] : forest_lines(tree.nodes))
            add_line(*node, branch);
        return align(tabbed_, 0, 2);
    }

  private:
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
        add_row(tabbed_, {branch + name, row.status, health, node_age(node, now_), row.message,
                          node.health ? std::string_view(node.health->message) : ""});
    }

    bool detailed_;
    std::int64_t now_;
    std::unordered_map<std::string, const resource_state*> rows_; ///< by kind and name
    std::string tabbed_;
};

} // namespace

std::string resource_tree_table(const proto::resource_tree& tree,
                                const std::vector<resource_state>& rows, bool detailed,
                                std::int64_t now) {
    if (tree.nodes.empty())
        return {};
    return tree_writer(rows, detailed, now).write(tree);
}

} // namespace argocdpp::cli
