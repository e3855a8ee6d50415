#pragma once
// Following an application on the terminal: rows as they change, then the state it ended in.

#include "invocation.hpp"

#include <argocdpp/applications.hpp>

#include <string>

namespace argocdpp::cli {

struct follow_request {
    app_ref app;
    wait_options options;
    std::string output = "wide"; ///< wide, json, yaml, tree, tree=detailed
};

/// Waits and prints as the official CLI does. Returns the application as it was when the conditions
/// were met, with `app` as printed last in `latest`. Throws `failure` where they were not met.
struct followed {
    proto::application met;    ///< decides what became of the operation
    proto::application latest; ///< read again after an operation
};
task<followed> follow_application(invocation& call, follow_request request);

} // namespace argocdpp::cli
