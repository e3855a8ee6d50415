#pragma once
// Projects as people see them: a row of a list each, or everything about one.

#include <argocdpp/proto/project.hpp>

#include <string>
#include <vector>

namespace argocdpp::cli {

/// The table of `proj list`.
std::string project_table(const std::vector<proto::project>& projects);

/// What `proj get` prints.
std::string project_text(const proto::detailed_project& detailed);

/// What `proj role get` prints; `now` is the time that ages are counted from, in seconds since
/// 1970.
std::string role_text(const proto::project& project, const proto::project_role& role,
                      long long now);

/// The table of `proj windows list`; `active` are the windows that the server calls open.
std::string window_table(const std::vector<proto::sync_window>& windows,
                         const std::vector<proto::sync_window>& active);

/// The table of `proj source-integrity git policies list`.
std::string policy_table(const std::vector<proto::integrity_policy>& policies);

} // namespace argocdpp::cli
