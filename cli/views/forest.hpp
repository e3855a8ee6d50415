#pragma once
// Live resources below the ones they came out of, as `app get` and `app resources` draw them.

#include <argocdpp/proto/resource_tree.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace argocdpp::cli {

struct forest_line {
    std::string branch; ///< "│ └─", empty for a root
    const proto::resource_node* node = nullptr;
};

/// The nodes in the order of their lines, roots as they were received; they must outlive the lines.
/// As in the official CLI a node hangs below its first parent only, one whose parent is missing is
/// not shown, and of nodes with the same UID (all that have none) the last one stands for all.
std::vector<forest_line> forest_lines(const std::vector<proto::resource_node>& nodes);

/// The node's age as people read it; "<unknown>" where the server does not tell.
std::string node_age(const proto::resource_node& node, std::int64_t now);

} // namespace argocdpp::cli
