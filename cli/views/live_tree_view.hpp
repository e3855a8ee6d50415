#pragma once
// The picture of `--live`: the resource tree of an application while something happens to it, made
// to be redrawn in place. Pure.

#include <argocdpp/proto/application.hpp>
#include <argocdpp/proto/resource_tree.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace argocdpp::cli {

struct live_picture {
    std::string title;         ///< the application's qualified name
    proto::application app;    ///< as last seen
    proto::resource_tree tree; ///< as last read; may be older, or empty
    std::string trouble;       ///< why nothing newer is known; usually empty
};

/// The lines of the picture, none wider than the terminal, together one line lower than it at most:
///
///     waves  Synced  Progressing  sync Running 12s
///     KIND/NAME                  STATUS     HEALTH       HOOK     AGE  MESSAGE
///     Deployment/web             Synced     Progressing           3m   1 of 2 replicas
///     └─ReplicaSet/web-7d9…-x2x             Progressing           12s
///     Job/migrate                Succeeded               PreSync
///     … 3 more
///
/// Resources that the tree does not have (hooks that are gone, what is still missing) come behind
/// it. Where there is no room for all, trees that are done are left out first.
std::vector<std::string> live_tree_lines(const live_picture& picture, int width, int height,
                                         std::int64_t now);

} // namespace argocdpp::cli
