#pragma once
// Application sets: list, read, create, preview, delete.

#include <argocdpp/applications.hpp>
#include <argocdpp/proto/application_set.hpp>
#include <argocdpp/task.hpp>

#include <vector>

namespace argocdpp {

class rest;

/// How to create an application set.
struct set_creation {
    bool upsert = false;  ///< overwrite a set of that name
    bool dry_run = false; ///< only say what would become of it
};

class application_sets {
  public:
    explicit application_sets(rest& calls)
        : rest_(&calls) {}

    task<std::vector<proto::application_set>> list(app_query query);
    /// Throws `error` (not_found).
    task<proto::application_set> get(app_ref set);
    /// Sent once, and returned as the server has it then; a lost answer is an `error` (lost).
    task<proto::application_set> create(proto::any set, set_creation how);
    /// The applications that a set would have; nothing is kept.
    task<std::vector<proto::application>> generate(proto::any set);
    /// Sent once; a lost answer is an `error` (lost).
    task<void> remove(app_ref set);

  private:
    rest* rest_;
};

} // namespace argocdpp
