#pragma once
// The flags of `proj create` and `proj set`: what a project may be told at once.

#include "flags.hpp"
#include "invocation.hpp"

#include <argocdpp/proto/project.hpp>

#include <string>

namespace argocdpp::cli {

struct project_options {
    std::string description;
    text_list destinations;
    text_list service_accounts;
    text_list sources;
    text_list signature_keys;
    text_list source_namespaces;
    text_list allowed_cluster_resources;
    text_list denied_cluster_resources;
    text_list allowed_namespaced_resources;
    text_list denied_namespaced_resources;
    bool orphaned_resources = false;
    bool orphaned_resources_warn = false;
};

void describe_project(flag_set& flags, project_options& given);

/// Puts what was given into a project; what was not stays. Throws `failure` for values that are
/// none.
void apply_project_options(proto::project_spec& spec, const invocation& call,
                           const project_options& given);

} // namespace argocdpp::cli
