#pragma once
// Printing one application, as `app get`, `app wait` and `app sync` share it.

#include "invocation.hpp"

#include <argocdpp/applications.hpp>

#include <string>
#include <string_view>

namespace argocdpp::cli {

/// The document of an application for `-o json` and `-o yaml`, with its `context` where there are
/// several.
std::string application_document(const invocation& call, const proto::application& app,
                                 std::string_view output);

/// What follows the summary: a blank line and the table or tree of the resources, or nothing where
/// there are none. Asks the server for the tree. Throws `failure` for an output format that is
/// unknown.
task<std::string> resources_text(invocation& call, app_ref app, const proto::application& state,
                                 std::string output);

} // namespace argocdpp::cli
