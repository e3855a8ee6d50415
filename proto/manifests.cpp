#include "field_table.hpp"

#include <argocdpp/proto/manifests.hpp>

namespace argocdpp::proto {

extern template struct codec<object_meta>;

void fields(either<rendered_manifests> auto& x, auto& visit) {
    visit("manifests", x.manifests);
    visit("revision", x.revision);
}
template struct codec<rendered_manifests>;

void fields(either<object_identity> auto& x, auto& visit) {
    visit("apiVersion", x.api_version);
    visit("kind", x.kind);
    visit("metadata", x.metadata);
}
template struct codec<object_identity>;

std::string object_identity::group() const {
    const auto slash = api_version.find('/');
    return slash == std::string::npos ? "" : api_version.substr(0, slash);
}

} // namespace argocdpp::proto
