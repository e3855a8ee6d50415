#pragma once
// What an application's sources render to.

#include <argocdpp/proto/metadata.hpp>

#include <string>
#include <vector>

namespace argocdpp::proto {

struct rendered_manifests {
    std::vector<std::string> manifests; ///< each the JSON text of one object
    std::string revision;               ///< resolved
    any rest;
};

/// The part of a Kubernetes object that names it.
struct object_identity {
    std::string api_version; ///< "apps/v1" or "v1"
    std::string kind;
    object_meta metadata;
    any rest;

    /// "apps"; empty for the core's.
    std::string group() const;
};

} // namespace argocdpp::proto
