#pragma once
// Clusters that applications may be deployed to.

#include <argocdpp/proto/cluster.hpp>
#include <argocdpp/task.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace argocdpp {

class rest;

/// Names a cluster: by its URL ("https://…") or its name.
struct cluster_ref {
    std::string text;

    bool is_url() const;
};

/// What to change of a cluster; what is not set stays. Maps and lists replace what is there.
struct cluster_change {
    std::string name;
    std::optional<std::vector<std::string>> namespaces;
    std::optional<proto::string_map> labels;
    std::optional<proto::string_map> annotations;

    bool is_empty() const { return name.empty() && !namespaces && !labels && !annotations; }
};

class clusters {
  public:
    explicit clusters(rest& calls)
        : rest_(&calls) {}

    task<std::vector<proto::cluster>> list();
    /// Throws `error` (denied) where there is none.
    task<proto::cluster> get(cluster_ref cluster);

    // Changes are sent once; a lost answer is an `error` (lost).

    /// Of a name that several clusters have, one is changed.
    task<void> update(std::string name, cluster_change change);
    /// Takes the cluster's credentials from Argo CD; what is deployed there stays.
    task<void> remove(cluster_ref cluster);
    /// Has the server make itself another token for the cluster.
    task<void> rotate_auth(cluster_ref cluster);

  private:
    rest* rest_;
};

} // namespace argocdpp
