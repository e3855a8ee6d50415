#pragma once
// What was deployed and when, for `app history`.

#include "time_text.hpp"

#include <argocdpp/proto/application_status.hpp>

#include <string>
#include <vector>

namespace argocdpp::cli {

/// A table for each repository, in the order in which they were first deployed from, with blank
/// lines between them; nothing without deployments. A deployment from several sources has a row for
/// each of them.
std::string deployment_history(const std::vector<proto::revision_history>& history,
                               const time_zone& zone);

/// The number of each deployment on a line of its own, the oldest first.
std::string deployment_ids(const std::vector<proto::revision_history>& history);

} // namespace argocdpp::cli
