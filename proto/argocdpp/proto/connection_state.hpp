#pragma once
// Whether the server reaches a repository or a cluster.

#include <argocdpp/proto/any.hpp>

#include <string>

namespace argocdpp::proto {

struct connection_state {
    std::string status; ///< Successful, Failed, Unknown
    std::string message;
    any rest;
};

} // namespace argocdpp::proto
