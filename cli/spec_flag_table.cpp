#include "spec_flag_table.hpp"

#include "source_options.hpp"
#include "spec_document.hpp"
#include "sync_policy_options.hpp"
#include "views/time_text.hpp"

namespace argocdpp::cli {
namespace {

using proto::any;
using part = spec_flag::part;
using type = spec_flag::type;
using value = spec_flag_value;

retry_options_given retry_of(const spec_flags& all) {
    return {.limit = all.value("sync-retry-limit").number,
            .refresh = all.value("sync-retry-refresh").on,
            .duration = duration_text(all.value("sync-retry-backoff-duration").time),
            .max_duration = duration_text(all.value("sync-retry-backoff-max-duration").time),
            .factor = all.value("sync-retry-backoff-factor").number};
}

/// The hydrator; nullptr where there is none and an empty text is no reason to have one. (There the
/// official CLI crashes.)
any* hydrator_for(any& spec, const std::string& text) {
    if (has_hydrator(spec))
        return spec.find("sourceHydrator");
    if (text.empty())
        return nullptr;
    any& made = object_in(spec, "sourceHydrator");
    for (const auto* key : {"repoURL", "targetRevision", "path"})
        object_in(made, "drySource").set(key, "");
    for (const auto* key : {"targetBranch", "path"})
        object_in(made, "syncSource").set(key, "");
    return &made;
}

void set_dry_source(any& spec, std::string_view key, const std::string& text) {
    if (any* hydrator = hydrator_for(spec, text))
        object_in(*hydrator, "drySource").set(key, text);
}

void set_sync_source(any& spec, std::string_view key, const std::string& text) {
    if (any* hydrator = hydrator_for(spec, text))
        object_in(*hydrator, "syncSource").set(key, text);
}

void set_hydration_branch(any& spec, const std::string& branch) {
    any* hydrator = hydrator_for(spec, branch);
    if (hydrator && branch.empty())
        hydrator->erase("hydrateTo");
    else if (hydrator)
        object_in(*hydrator, "hydrateTo").set("targetBranch", branch);
}

constexpr spec_flag table[] = {
    {"allow-empty", type::on_off, "let automated syncs remove every resource"},
    {"auto-prune", type::on_off, "let automated syncs prune"},
    {"config-management-plugin", type::text, "name of the plugin that renders the manifests",
     part::source,
     [](any& t, const spec_flags&, const value& v) {
         t.set("plugin", proto::object());
         put_text(object_in(t, "plugin"), "name", v.text);
     }},
    {"dest-name", type::text, "cluster to deploy to, by its name", part::spec,
     [](any& t, const spec_flags&, const value& v) {
         put_text(object_in(t, "destination"), "name", v.text);
     },
     0, 0, name_kind::cluster_name},
    {"dest-namespace", type::text, "namespace to deploy to", part::spec,
     [](any& t, const spec_flags&, const value& v) {
         put_text(object_in(t, "destination"), "namespace", v.text);
     }},
    {"dest-server", type::text, "cluster to deploy to, by its URL", part::spec,
     [](any& t, const spec_flags&, const value& v) {
         put_text(object_in(t, "destination"), "server", v.text);
     },
     0, 0, name_kind::cluster_url},
    {"directory-exclude", type::text, "glob of files that are left out", part::source,
     [](any& t, const spec_flags&, const value& v) {
         put_text(object_in(t, "directory"), "exclude", v.text);
     }},
    {"directory-include", type::text, "glob of the files that count", part::source,
     [](any& t, const spec_flags&, const value& v) {
         put_text(object_in(t, "directory"), "include", v.text);
     }},
    {"directory-recurse", type::on_off, "take files of folders below, too", part::source,
     [](any& t, const spec_flags&, const value& v) {
         put_switch(object_in(t, "directory"), "recurse", v.on);
     }},
    {"dry-source-path", type::text, "folder of the dry source", part::hydrator,
     [](any& t, const spec_flags&, const value& v) { set_dry_source(t, "path", v.text); }},
    {"dry-source-repo", type::text, "repository of the dry source", part::hydrator,
     [](any& t, const spec_flags&, const value& v) { set_dry_source(t, "repoURL", v.text); }, 0, 0,
     name_kind::repository},
    {"dry-source-revision", type::text, "revision of the dry source", part::hydrator,
     [](any& t, const spec_flags&, const value& v) {
         set_dry_source(t, "targetRevision", v.text);
     }},
    {"env", type::text, "accepted and not used"},
    {"helm-api-versions", type::list, "API version that templates see, [GROUP/]VERSION/KIND",
     part::source,
     [](any& t, const spec_flags&, const value& v) { set_helm(t, "apiVersions", v.list); }},
    {"helm-chart", type::text, "name of the chart", part::source,
     [](any& t, const spec_flags&, const value& v) { put_text(t, "chart", v.text); }},
    {"helm-kube-version", type::text, "Kubernetes version that templates see", part::source,
     [](any& t, const spec_flags&, const value& v) { set_helm(t, "kubeVersion", v.text); }},
    {"helm-namespace", type::text, "namespace that templates see", part::source,
     [](any& t, const spec_flags&, const value& v) { set_helm(t, "namespace", v.text); }},
    {"helm-pass-credentials", type::on_off, "send the credentials to all hosts", part::source,
     [](any& t, const spec_flags&, const value& v) { set_helm(t, "passCredentials", v.on); }},
    {"helm-set", type::list, "parameter, NAME=VALUE", part::source,
     [](any& t, const spec_flags&, const value& v) { add_helm_parameters(t, v.list, false); }},
    {"helm-set-file", type::list, "parameter from a file of the repository, NAME=PATH",
     part::source, [](any& t, const spec_flags&, const value& v) { add_helm_files(t, v.list); }},
    {"helm-set-string", type::list, "parameter that is a text, NAME=VALUE", part::source,
     [](any& t, const spec_flags&, const value& v) { add_helm_parameters(t, v.list, true); }},
    {"helm-skip-crds", type::on_off, "leave the chart's custom resource definitions out",
     part::source,
     [](any& t, const spec_flags&, const value& v) { set_helm(t, "skipCrds", v.on); }},
    {"helm-skip-schema-validation", type::on_off, "do not check values against the chart's schema",
     part::source,
     [](any& t, const spec_flags&, const value& v) { set_helm(t, "skipSchemaValidation", v.on); }},
    {"helm-skip-tests", type::on_off, "leave the chart's tests out", part::source,
     [](any& t, const spec_flags&, const value& v) { set_helm(t, "skipTests", v.on); }},
    {"helm-version", type::text, "version of Helm", part::source,
     [](any& t, const spec_flags&, const value& v) { set_helm(t, "version", v.text); }},
    {"hydrate-to-branch", type::text, "branch that hydrated manifests are pushed to",
     part::hydrator,
     [](any& t, const spec_flags&, const value& v) { set_hydration_branch(t, v.text); }},
    {"ignore-missing-components", type::on_off, "leave out Kustomize components that are missing",
     part::source,
     [](any& t, const spec_flags&, const value& v) {
         set_kustomize(t, "ignoreMissingComponents", v.on);
     }},
    {"ignore-missing-value-files", type::on_off, "leave out values files that are missing",
     part::source,
     [](any& t, const spec_flags&, const value& v) {
         set_helm(t, "ignoreMissingValueFiles", v.on);
     }},
    {"jsonnet-ext-var-code", type::list, "external variable that is code, NAME=CODE", part::source,
     [](any& t, const spec_flags&, const value& v) {
         add_jsonnet_variables(t, "extVars", v.list, true);
     }},
    {"jsonnet-ext-var-str", type::list, "external variable, NAME=VALUE", part::source,
     [](any& t, const spec_flags&, const value& v) {
         add_jsonnet_variables(t, "extVars", v.list, false);
     }},
    {"jsonnet-libs", type::list, "folder of libraries in the repository", part::source,
     [](any& t, const spec_flags&, const value& v) { add_jsonnet_libraries(t, v.list); }},
    {"jsonnet-tla-code", type::list, "top-level argument that is code, NAME=CODE", part::source,
     [](any& t, const spec_flags&, const value& v) {
         add_jsonnet_variables(t, "tlas", v.list, true);
     }},
    {"jsonnet-tla-str", type::list, "top-level argument, NAME=VALUE", part::source,
     [](any& t, const spec_flags&, const value& v) {
         add_jsonnet_variables(t, "tlas", v.list, false);
     }},
    {"kustomize-api-versions", type::list, "API version that charts see, [GROUP/]VERSION/KIND",
     part::source,
     [](any& t, const spec_flags&, const value& v) { set_kustomize(t, "apiVersions", v.list); }},
    {"kustomize-common-annotation", type::list, "annotation of every resource, NAME=VALUE",
     part::source,
     [](any& t, const spec_flags&, const value& v) {
         set_kustomize_map(t, "commonAnnotations", v.list);
     }},
    {"kustomize-common-label", type::list, "label of every resource, NAME=VALUE", part::source,
     [](any& t, const spec_flags&, const value& v) {
         set_kustomize_map(t, "commonLabels", v.list);
     }},
    {"kustomize-force-common-annotation", type::on_off, "replace annotations that are there",
     part::source,
     [](any& t, const spec_flags&, const value& v) {
         set_kustomize(t, "forceCommonAnnotations", v.on);
     }},
    {"kustomize-force-common-label", type::on_off, "replace labels that are there", part::source,
     [](any& t, const spec_flags&, const value& v) {
         set_kustomize(t, "forceCommonLabels", v.on);
     }},
    {"kustomize-image", type::list,
     "image in place of another, e.g. nginx:1.27 or nginx=my/nginx:1.27", part::source,
     [](any& t, const spec_flags&, const value& v) { add_kustomize_images(t, v.list); }},
    {"kustomize-kube-version", type::text, "Kubernetes version that charts see", part::source,
     [](any& t, const spec_flags&, const value& v) { set_kustomize(t, "kubeVersion", v.text); }},
    {"kustomize-label-include-templates", type::on_off, "put common labels into pod templates, too",
     part::source,
     [](any& t, const spec_flags&, const value& v) {
         set_kustomize(t, "labelIncludeTemplates", v.on);
     }},
    {"kustomize-label-without-selector", type::on_off, "keep common labels out of selectors",
     part::source,
     [](any& t, const spec_flags&, const value& v) {
         set_kustomize(t, "labelWithoutSelector", v.on);
     }},
    {"kustomize-namespace", type::text, "namespace of every resource", part::source,
     [](any& t, const spec_flags&, const value& v) { set_kustomize(t, "namespace", v.text); }},
    {"kustomize-replica", type::list, "number of replicas, NAME=COUNT", part::source,
     [](any& t, const spec_flags&, const value& v) { add_kustomize_replicas(t, v.list); }},
    {"kustomize-version", type::text, "version of Kustomize", part::source,
     [](any& t, const spec_flags&, const value& v) { set_kustomize(t, "version", v.text); }},
    {"nameprefix", type::text, "prefix of every resource's name", part::source,
     [](any& t, const spec_flags&, const value& v) { set_kustomize(t, "namePrefix", v.text); }},
    {"namesuffix", type::text, "suffix of every resource's name", part::source,
     [](any& t, const spec_flags&, const value& v) { set_kustomize(t, "nameSuffix", v.text); }},
    {"parameter", type::list, "parameter of a Helm source, NAME=VALUE", part::none, nullptr, 0,
     'p'},
    {"path", type::text, "folder in the repository", part::source,
     [](any& t, const spec_flags&, const value& v) { put_text(t, "path", v.text); }},
    {"plugin-env", type::list, "variable that the plugin gets, NAME=VALUE", part::source,
     [](any& t, const spec_flags&, const value& v) { add_plugin_environment(t, v.list); }},
    {"project", type::text, "project of the application", part::spec,
     [](any& t, const spec_flags&, const value& v) { t.set("project", v.text); }, 0, 0,
     name_kind::project},
    {"ref", type::text, "name by which other sources refer to this one", part::source,
     [](any& t, const spec_flags&, const value& v) { put_text(t, "ref", v.text); }},
    {"release-name", type::text, "name of the release", part::source,
     [](any& t, const spec_flags&, const value& v) { set_helm(t, "releaseName", v.text); }},
    {"repo", type::text, "URL of the repository", part::source,
     [](any& t, const spec_flags&, const value& v) { t.set("repoURL", v.text); }, 0, 0,
     name_kind::repository},
    {"revision", type::text, "branch, tag, commit, or version of the chart", part::source,
     [](any& t, const spec_flags&, const value& v) { put_text(t, "targetRevision", v.text); }},
    {"revision-history-limit", type::number, "how many deployments are remembered", part::spec,
     [](any& t, const spec_flags&, const value& v) {
         t.set("revisionHistoryLimit", any::integer(v.number));
     },
     10},
    {"self-heal", type::on_off, "let automated syncs undo what changed in the cluster"},
    {"source-name", type::text, "name of the source", part::source,
     [](any& t, const spec_flags&, const value& v) { put_text(t, "name", v.text); }, 0, 0,
     name_kind::source_name},
    {"sync-option", type::list, "option of syncs, e.g. Prune=false; with ! in front it is removed",
     part::spec, [](any& t, const spec_flags&, const value& v) { change_sync_options(t, v.list); }},
    {"sync-policy", type::text, "manual (none) or automated (auto, automatic)", part::spec,
     [](any& t, const spec_flags&, const value& v) { set_sync_policy(t, v.text); }, 0, 0,
     name_kind::none, "none manual auto automatic automated"},
    {"sync-retry-backoff-duration", type::seconds, "pause before the first retry", part::none,
     nullptr, 5},
    {"sync-retry-backoff-factor", type::number, "how much longer each pause is", part::none,
     nullptr, 2},
    {"sync-retry-backoff-max-duration", type::seconds, "longest pause", part::none, nullptr, 180},
    {"sync-retry-limit", type::number, "how often a failed sync is tried again", part::spec,
     [](any& t, const spec_flags& all, const value&) { set_sync_retry(t, retry_of(all)); }},
    {"sync-retry-refresh", type::on_off, "retry with the newest revision", part::spec,
     [](any& t, const spec_flags&, const value& v) { set_retry_refresh(t, v.on); }},
    {"sync-source-branch", type::text, "branch to sync from", part::hydrator,
     [](any& t, const spec_flags&, const value& v) { set_sync_source(t, "targetBranch", v.text); }},
    {"sync-source-path", type::text, "folder to sync from", part::hydrator,
     [](any& t, const spec_flags&, const value& v) { set_sync_source(t, "path", v.text); }},
    {"tag-prefix", type::text, "prefix of the tags among which a version is looked for",
     part::source,
     [](any& t, const spec_flags&, const value& v) { put_text(t, "tagPrefix", v.text); }},
    {"validate", type::on_off, "have the server check repository, cluster and manifests",
     part::none, nullptr, 1},
    {"values", type::list, "values file of the repository", part::source,
     [](any& t, const spec_flags&, const value& v) { set_helm(t, "valueFiles", v.list); }},
    {"values-literal-file", type::text, "file or URL of values that are put into the application",
     part::source, [](any& t, const spec_flags&, const value& v) { set_helm_values(t, v.text); }},
};

} // namespace

std::span<const spec_flag> spec_flag_table() { return table; }

} // namespace argocdpp::cli
