#include "field_table.hpp"

#include <argocdpp/proto/metadata.hpp>

#include <algorithm>

namespace argocdpp::proto {

void fields(either<object_meta> auto& x, auto& visit) {
    visit("name", x.name);
    visit("namespace", x.name_space);
    visit("uid", x.uid);
    visit("resourceVersion", x.resource_version);
    visit("creationTimestamp", x.creation_timestamp);
    visit("deletionTimestamp", x.deletion_timestamp);
    visit("labels", x.labels);
    visit("annotations", x.annotations);
}
template struct codec<object_meta>;

void fields(either<list_meta> auto& x, auto& visit) {
    visit("resourceVersion", x.resource_version);
}
template struct codec<list_meta>;

const std::string* find(const string_map& map, std::string_view key) {
    const auto at = std::ranges::find(map, key, &string_map::value_type::first);
    return at == map.end() ? nullptr : &at->second;
}

} // namespace argocdpp::proto
