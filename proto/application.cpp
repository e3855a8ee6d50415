#include "field_table.hpp"

#include <argocdpp/proto/application.hpp>

namespace argocdpp::proto {

extern template struct codec<application_source>;
extern template struct codec<application_status>;
extern template struct codec<list_meta>;
extern template struct codec<object_meta>;
extern template struct codec<operation>;
extern template struct codec<retry_strategy>;

void fields(either<application_destination> auto& x, auto& visit) {
    visit("server", x.server);
    visit("namespace", x.name_space);
    visit("name", x.name);
}
template struct codec<application_destination>;

void fields(either<automated_sync> auto& x, auto& visit) {
    visit("prune", x.prune);
    visit("selfHeal", x.self_heal);
    visit("enabled", x.enabled);
}
template struct codec<automated_sync>;

void fields(either<sync_policy> auto& x, auto& visit) {
    visit("automated", x.automated);
    visit("syncOptions", x.sync_options);
    visit("retry", x.retry);
}
template struct codec<sync_policy>;

void fields(either<dry_source> auto& x, auto& visit) {
    visit("repoURL", x.repo_url);
    visit("targetRevision", x.target_revision);
    visit("path", x.path);
}
template struct codec<dry_source>;

void fields(either<hydrate_sync_source> auto& x, auto& visit) {
    visit("targetBranch", x.target_branch);
    visit("path", x.path);
    visit("repoURL", x.repo_url);
}
template struct codec<hydrate_sync_source>;

void fields(either<source_hydrator> auto& x, auto& visit) {
    visit("drySource", x.dry_source);
    visit("syncSource", x.sync_source);
}
template struct codec<source_hydrator>;

void fields(either<application_spec> auto& x, auto& visit) {
    visit("source", x.source);
    visit("destination", x.destination);
    visit("project", x.project);
    visit("syncPolicy", x.sync_policy);
    visit("sources", x.sources);
    visit("sourceHydrator", x.source_hydrator);
}
template struct codec<application_spec>;

void fields(either<application> auto& x, auto& visit) {
    visit("metadata", x.metadata);
    visit("spec", x.spec);
    visit("status", x.status);
    visit("operation", x.operation);
}
template struct codec<application>;

void fields(either<application_list> auto& x, auto& visit) {
    visit("metadata", x.metadata);
    visit("items", x.items);
}
template struct codec<application_list>;

std::string qualified_name(const application& app) {
    const auto& meta = app.metadata;
    return meta.name_space.empty() ? meta.name : meta.name_space + "/" + meta.name;
}

std::string project_of(const application& app) {
    return app.spec.project.empty() ? "default" : app.spec.project;
}

std::vector<application_source> sources_of(const application_spec& spec) {
    if (spec.source_hydrator) {
        const auto& dry = spec.source_hydrator->dry_source;
        const auto& sync = spec.source_hydrator->sync_source;
        application_source source;
        source.repo_url = sync.repo_url.empty() ? dry.repo_url : sync.repo_url;
        source.path = sync.path;
        source.target_revision = sync.target_branch;
        return {source};
    }
    if (spec.has_multiple_sources())
        return spec.sources;
    if (spec.source)
        return {*spec.source};
    return {};
}

application_source first_source(const application_spec& spec) {
    auto sources = sources_of(spec);
    return sources.empty() ? application_source{} : std::move(sources.front());
}

bool is_automated(const application_spec& spec) {
    if (!spec.sync_policy || !spec.sync_policy->automated)
        return false;
    return spec.sync_policy->automated->enabled.value_or(true);
}

bool is_auto_prune(const application_spec& spec) {
    return is_automated(spec) && spec.sync_policy->automated->prune.value_or(false);
}

} // namespace argocdpp::proto
