#pragma once
// One thing done to each of several applications, as sync, wait and delete do it: in their order,
// the first failure ending the run, and listeners told of each; or several at once, and the
// applications that belong to them as well: see many_options.hpp.

#include "invocation.hpp"
#include "many_options.hpp"

#include <argocdpp/applications.hpp>

#include <functional>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

/// An application's turn.
struct application_turn {
    invocation& call; ///< for whatever is said and asked in this turn
    app_ref app;
    time_point deadline = time_point::max(); ///< of --total-timeout
};

/// Does it to one application; false where the rest is not to be done. Throws what ends it badly.
using application_step = std::function<task<bool>(application_turn turn)>;

/// Throws what the first failure threw; where `many` asks for more, one `failure` that names all
/// that failed.
task<exit_code> run_for_each(invocation& call, std::vector<app_ref> apps, application_step step,
                             many_options many = {});

/// The applications of these names; `app_namespace` completes bare ones.
std::vector<app_ref> app_refs(const std::vector<std::string>& names,
                              std::string_view app_namespace);

} // namespace argocdpp::cli
