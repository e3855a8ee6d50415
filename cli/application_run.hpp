#pragma once
// One thing done to each of several applications, as sync, wait and delete do it: in their order,
// the first failure ending the run, and listeners told of each.

#include "invocation.hpp"

#include <argocdpp/applications.hpp>

#include <functional>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

/// Does it to one application; false where the rest is not to be done. Throws what ends it badly.
using application_step = std::function<task<bool>(app_ref app)>;

/// Throws what the first failure threw.
task<exit_code> run_for_each(invocation& call, std::vector<app_ref> apps, application_step step);

/// The applications of these names; `app_namespace` completes bare ones.
std::vector<app_ref> app_refs(const std::vector<std::string>& names,
                              std::string_view app_namespace);

} // namespace argocdpp::cli
