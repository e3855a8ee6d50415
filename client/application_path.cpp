#include "application_path.hpp"

namespace argocdpp {

api_path application_path(const app_ref& app, std::initializer_list<std::string_view> below) {
    api_path path(applications_path);
    path.segment(app.name);
    for (const auto part : below)
        path.literal(part);
    path.query("appNamespace", app.name_space).query("project", app.project);
    return path;
}

std::string application_subject(const app_ref& app) {
    return "application '" + app.qualified() + "'";
}

} // namespace argocdpp
