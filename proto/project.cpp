#include "field_table.hpp"

#include <argocdpp/proto/project.hpp>

namespace argocdpp::proto {

extern template struct codec<object_meta>;

void fields(either<sync_window> auto& x, auto& visit) {
    visit("kind", x.kind);
    visit("schedule", x.schedule);
    visit("duration", x.duration);
    visit("manualSync", x.manual_sync);
}
template struct codec<sync_window>;

void fields(either<project_destination> auto& x, auto& visit) {
    visit("server", x.server);
    visit("namespace", x.name_space);
    visit("name", x.name);
}
template struct codec<project_destination>;

void fields(either<project_spec> auto& x, auto& visit) {
    visit("sourceRepos", x.source_repos);
    visit("destinations", x.destinations);
    visit("description", x.description);
    visit("syncWindows", x.sync_windows);
}
template struct codec<project_spec>;

void fields(either<project> auto& x, auto& visit) {
    visit("metadata", x.metadata);
    visit("spec", x.spec);
}
template struct codec<project>;

void fields(either<application_sync_windows> auto& x, auto& visit) {
    visit("activeWindows", x.active_windows);
    visit("assignedWindows", x.assigned_windows);
    visit("canSync", x.can_sync);
}
template struct codec<application_sync_windows>;

} // namespace argocdpp::proto
