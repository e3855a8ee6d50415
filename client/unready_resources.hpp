#pragma once
// Which resources of an application a diagnosis is about. Pure.

#include <argocdpp/diagnosis.hpp>

#include <string>
#include <vector>

namespace argocdpp {

/// One that is not ready, with what it takes to ask for more of it.
struct unready_resource {
    diagnosed_resource told;
    std::string version;
    std::string uid; ///< empty for what is not in the cluster
    /// It, or what it belongs to, is what the operation failed at or waits for.
    bool is_obstacle = false;
};

/// What the last operation failed at.
std::vector<failed_result> failed_results(const proto::application& app);

/// Every unready leaf of the tree, and what is out of sync; the worst first. Without a tree, what
/// the application itself tells.
std::vector<unready_resource> unready_resources(const proto::application& app,
                                                const proto::resource_tree& tree);

} // namespace argocdpp
