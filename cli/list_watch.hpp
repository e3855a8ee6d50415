#pragma once
// `app list --watch`: on a terminal a table that is redrawn in place; elsewhere the list, and then
// a line for each change.

#include "application_selection.hpp"
#include "invocation.hpp"

#include <argocdpp/applications.hpp>
#include <argocdpp/proto/application.hpp>
#include <argocdpp/proto/json.hpp>

#include <functional>
#include <string>

namespace argocdpp::cli {

struct watched_list {
    app_query query;
    proto::projection keep; ///< what rows and filters need
    std::function<bool(const proto::application&)> wants;
    std::string output; ///< wide, name, json, or empty
};

/// Throws `failure` for a format that is for a list as a whole.
void check_watched(const std::string& output);

/// Goes on until it is interrupted, or the list can't be read for a reason that lasts.
task<void> watch_list(invocation& call, watched_list list, const application_selection& chosen);

} // namespace argocdpp::cli
