#pragma once
// Clusters for people: the table of `cluster list` and the text of `cluster get -o wide`.

#include <argocdpp/proto/cluster.hpp>

#include <string>
#include <vector>

namespace argocdpp::cli {

std::string cluster_table(const std::vector<proto::cluster>& clusters);
std::string cluster_details(const proto::cluster& cluster);

} // namespace argocdpp::cli
