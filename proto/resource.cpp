#include "field_table.hpp"

#include <argocdpp/proto/resource.hpp>

namespace argocdpp::proto {

void fields(either<resource_answer> auto& x, auto& visit) { visit("manifest", x.manifest); }
template struct codec<resource_answer>;

void fields(either<resource_action> auto& x, auto& visit) {
    visit("name", x.name);
    visit("disabled", x.disabled);
}
template struct codec<resource_action>;

void fields(either<resource_actions> auto& x, auto& visit) { visit("actions", x.actions); }
template struct codec<resource_actions>;

} // namespace argocdpp::proto
