#pragma once
// What a pod's status says of its containers. Pure.

#include <argocdpp/proto/any.hpp>

#include <string>
#include <vector>

namespace argocdpp {

/// A container whose log may tell what is wrong.
struct telling_container {
    std::string name;
    bool previous; ///< the log of its last run, not of the present one
};

struct pod_state {
    std::vector<std::string> reasons;
    std::vector<telling_container> containers;
};

/// Of a pod's manifest no more is looked at than its status.
pod_state state_of_pod(const proto::any& manifest);

} // namespace argocdpp
