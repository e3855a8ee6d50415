#pragma once
// Waiting for what becomes of an application set: it is read every two seconds.

#include "invocation.hpp"

#include <argocdpp/application_sets.hpp>

#include <optional>

namespace argocdpp::cli {

/// Nothing where the server knows no such set.
task<std::optional<proto::application_set>> set_if_there(invocation& call, app_ref set);

/// Whether the set's applications are as its template says.
bool is_up_to_date(const proto::application_set& set);

/// Returns when the set's applications are as its template says. Throws `failure` where it is gone.
task<void> follow_until_up_to_date(invocation& call, app_ref set);

/// Returns when the set is gone.
task<void> follow_until_gone(invocation& call, app_ref set);

} // namespace argocdpp::cli
