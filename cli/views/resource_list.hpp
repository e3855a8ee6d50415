#pragma once
// The live resources of an application, and those of its namespace that nobody manages, for
// `app resources`.

#include <argocdpp/proto/resource_tree.hpp>

#include <cstdint>
#include <string>

namespace argocdpp::cli {

enum class resource_list_form {
    flat,     ///< what was deployed, without what came out of it, and every orphan
    tree,     ///< all of them below their parents
    detailed, ///< the tree with AGE, HEALTH and REASON
};

/// Managed resources, orphans, or both, under a header that is always there.
struct resource_list_choice {
    bool managed = true;
    bool orphaned = true;
    resource_list_form form = resource_list_form::flat;
};
std::string resource_list(const proto::resource_tree& tree, const resource_list_choice& choice,
                          std::int64_t now);

} // namespace argocdpp::cli
