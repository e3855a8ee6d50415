#pragma once
// What kind of name an argument or a flag's value is, so that a shell can offer those there are.

namespace argocdpp::cli {

enum class name_kind {
    none,
    // Of the config file
    context,
    server,
    // Of the server
    account,
    application,
    application_set,
    certificate,
    cluster, ///< by URL or name
    cluster_name,
    cluster_url,
    gpg_key,
    project,
    repository,
    repository_credentials,
    // Of the application that the line names
    deployment,
    source_name,
    // … of its resources that it manages itself
    resource, ///< GROUP:KIND:NAME
    resource_group,
    resource_kind,
    resource_name,
    resource_namespace,
    // … and of all, pods and the like too
    node_group,
    node_kind,
    node_name,
    node_namespace,
    // Of the project that the line names
    role,
    source_repository,
    sync_window,
    // Known without asking anybody
    file,
    help_topic,
    shell,
};

} // namespace argocdpp::cli
