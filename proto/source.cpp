#include "field_table.hpp"

#include <argocdpp/proto/source.hpp>

namespace argocdpp::proto {

void fields(either<helm_parameter> auto& x, auto& visit) {
    visit("name", x.name);
    visit("value", x.value);
    visit("forceString", x.force_string);
}
template struct codec<helm_parameter>;

void fields(either<helm_source> auto& x, auto& visit) {
    visit("valueFiles", x.value_files);
    visit("parameters", x.parameters);
    visit("releaseName", x.release_name);
    visit("values", x.values);
}
template struct codec<helm_source>;

void fields(either<kustomize_source> auto& x, auto& visit) {
    visit("namePrefix", x.name_prefix);
    visit("nameSuffix", x.name_suffix);
    visit("images", x.images);
}
template struct codec<kustomize_source>;

void fields(either<application_source> auto& x, auto& visit) {
    visit("repoURL", x.repo_url);
    visit("path", x.path);
    visit("targetRevision", x.target_revision);
    visit("helm", x.helm);
    visit("kustomize", x.kustomize);
    visit("chart", x.chart);
    visit("ref", x.ref);
    visit("name", x.name);
}
template struct codec<application_source>;

} // namespace argocdpp::proto
