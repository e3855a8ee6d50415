#pragma once
// Which live resources of an application a command line means: those that an application manages,
// chosen by group, kind, namespace and name.

#include "invocation.hpp"

#include <argocdpp/app_resources.hpp>

#include <string>
#include <vector>

namespace argocdpp::cli {

struct resource_filter {
    std::string group;
    std::string kind;
    std::string name_space;
    std::string name;
    bool all = false; ///< several may be meant
};

/// Declares --group, --kind, --namespace and --resource-name.
void add_filter_flags(flag_set& flags, resource_filter& filter);

/// The managed resources that are meant, in the server's order. Throws `failure` for none, and for
/// several without `all`. An empty --group means the core group; without the flag all groups count.
task<std::vector<resource_id>> chosen_resources(invocation& call, app_ref app,
                                                resource_filter filter);

/// The same of all that may have actions: the application itself comes last.
task<std::vector<resource_id>> actionable_resources(invocation& call, app_ref app,
                                                    resource_filter filter);

} // namespace argocdpp::cli
