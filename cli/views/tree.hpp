#pragma once
// The live resources of an application as a tree: what was deployed, and what came out of it.

#include <argocdpp/proto/resource_tree.hpp>
#include <argocdpp/resources.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace argocdpp::cli {

/// The table of `app get -o tree`, detailed with AGE and REASON; nothing for a tree without nodes.
/// A node takes status, health and message from the row of its kind and name, else its own health.
/// forest.hpp tells which nodes are shown.
std::string resource_tree_table(const proto::resource_tree& tree,
                                const std::vector<resource_state>& rows, bool detailed,
                                std::int64_t now);

} // namespace argocdpp::cli
