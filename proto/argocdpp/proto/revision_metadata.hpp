#pragma once
// What is known of a commit.

#include <argocdpp/proto/metadata.hpp>

#include <string>
#include <vector>

namespace argocdpp::proto {

struct revision_metadata {
    std::string author;
    timestamp date; ///< the author's
    std::string message;
    std::vector<std::string> tags;
    any rest;
};

} // namespace argocdpp::proto
