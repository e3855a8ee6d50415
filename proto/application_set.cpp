#include "field_table.hpp"

#include <argocdpp/proto/application_set.hpp>

namespace argocdpp::proto {

extern template struct codec<application_spec>;
extern template struct codec<health_status>;
extern template struct codec<object_meta>;

void fields(either<application_set_condition> auto& x, auto& visit) {
    visit("type", x.type);
    visit("message", x.message);
    visit("lastTransitionTime", x.last_transition_time);
    visit("status", x.status);
    visit("reason", x.reason);
}
template struct codec<application_set_condition>;

void fields(either<application_set_template> auto& x, auto& visit) { visit("spec", x.spec); }
template struct codec<application_set_template>;

void fields(either<application_set_spec> auto& x, auto& visit) {
    visit("template", x.app_template);
    visit("syncPolicy", x.sync_policy);
}
template struct codec<application_set_spec>;

void fields(either<application_set_status> auto& x, auto& visit) {
    visit("conditions", x.conditions);
    visit("health", x.health);
}
template struct codec<application_set_status>;

void fields(either<application_set> auto& x, auto& visit) {
    visit("metadata", x.metadata);
    visit("spec", x.spec);
    visit("status", x.status);
}
template struct codec<application_set>;

void fields(either<application_set_list> auto& x, auto& visit) { visit("items", x.items); }
template struct codec<application_set_list>;

} // namespace argocdpp::proto
