#pragma once
// The Application: what shall be deployed where (spec), and what the server says of it (status).

#include <argocdpp/proto/application_status.hpp>
#include <argocdpp/proto/operation.hpp>
#include <argocdpp/proto/source.hpp>

#include <optional>
#include <string>
#include <vector>

namespace argocdpp::proto {

struct application_destination {
    std::string server;
    std::string name_space;
    std::string name;
    any rest;
};

struct automated_sync {
    std::optional<bool> prune;
    std::optional<bool> self_heal;
    std::optional<bool> enabled; ///< absent means enabled
    any rest;
};

struct sync_policy {
    std::optional<automated_sync> automated;
    std::vector<std::string> sync_options;
    std::optional<retry_strategy> retry;
    any rest;
};

/// The hydrator: dry sources rendered into a branch from which the application syncs.
struct dry_source {
    std::string repo_url;
    std::string target_revision;
    std::string path;
    any rest;
};

struct hydrate_sync_source {
    std::string target_branch;
    std::string repo_url;
    std::string path;
    any rest;
};

struct source_hydrator {
    proto::dry_source dry_source;
    hydrate_sync_source sync_source;
    any rest;
};

struct application_spec {
    std::optional<application_source> source;
    std::vector<application_source> sources;
    std::optional<proto::source_hydrator> source_hydrator;
    application_destination destination;
    std::string project;
    std::optional<proto::sync_policy> sync_policy;
    any rest;

    /// A hydrator counts as one source, whatever `sources` holds.
    bool has_multiple_sources() const { return !source_hydrator && !sources.empty(); }
};

struct application {
    object_meta metadata;
    application_spec spec;
    application_status status;
    std::optional<proto::operation> operation;
    any rest;
};

struct application_list {
    list_meta metadata;
    std::vector<application> items;
    any rest;
};

/// "namespace/name", or the name alone where the application has no namespace.
std::string qualified_name(const application& app);
/// The project, "default" where none is named.
std::string project_of(const application& app);
/// All sources: the hydrator's sync source, or those of `sources`, or the one of `source`.
std::vector<application_source> sources_of(const application_spec& spec);
/// The first of sources_of(); an empty source where there is none.
application_source first_source(const application_spec& spec);
/// Whether the server syncs by itself (a policy that is there and not disabled).
bool is_automated(const application_spec& spec);
/// Whether automated syncs prune.
bool is_auto_prune(const application_spec& spec);

} // namespace argocdpp::proto
