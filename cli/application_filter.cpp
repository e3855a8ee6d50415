#include "application_filter.hpp"

#include <algorithm>

namespace argocdpp::cli {

bool application_filter::is_used() const {
    return !(projects.empty() && repo.empty() && cluster.empty() && path.empty());
}

bool application_filter::wants(const proto::application& app) const {
    const auto source = proto::first_source(app.spec);
    const auto& to = app.spec.destination;
    return (projects.empty() ||
            std::ranges::find(projects, proto::project_of(app)) != projects.end()) &&
           (repo.empty() || source.repo_url == repo) &&
           (cluster.empty() || to.server == cluster || to.name == cluster) &&
           (path.empty() || source.path == path);
}

std::vector<std::string> application_filter::paths() const {
    // Which of its sources an application is found by, its whole spec says.
    if (!repo.empty() || !path.empty())
        return {"spec"};
    std::vector<std::string> needed;
    if (!projects.empty())
        needed.emplace_back("spec.project");
    if (!cluster.empty())
        needed.emplace_back("spec.destination");
    return needed;
}

void describe_filter(flag_set& flags, application_filter& given) {
    flags
        .add(given.cluster, "cluster", 'c',
             "only applications deployed to this cluster, by name or URL")
        .naming(name_kind::cluster);
    flags.add(given.path, "path", 'P', "only applications with this path in the repository");
    flags.add(given.projects, "project", 'p', "only applications of this project (repeatable)")
        .naming(name_kind::project);
    flags.add(given.repo, "repo", 'r', "only applications from this repository URL")
        .naming(name_kind::repository);
}

} // namespace argocdpp::cli
