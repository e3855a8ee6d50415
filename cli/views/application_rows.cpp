#include "application_rows.hpp"

#include "table.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

namespace {

std::string_view sync_policy(const proto::application_spec& spec) {
    if (!proto::is_automated(spec))
        return "Manual";
    return proto::is_auto_prune(spec) ? "Auto-Prune" : "Auto";
}

} // namespace

proto::projection application_list_projection(bool wide) {
    // Helm values, resources, history and managed fields are most of an application, and not shown.
    proto::projection keep{{"metadata.name", "metadata.namespace", "spec.project",
                            "spec.destination", "spec.source.repoURL", "spec.source.path",
                            "spec.sources.repoURL", "spec.sources.path", "spec.sourceHydrator",
                            "spec.syncPolicy.automated", "status.sync.status",
                            "status.health.status", "status.conditions.type"}};
    if (wide) {
        keep.paths.emplace_back("spec.source.targetRevision");
        keep.paths.emplace_back("spec.sources.targetRevision");
    }
    return keep;
}

std::string application_list_header(bool wide) {
    std::string tabbed =
        "NAME\tCLUSTER\tNAMESPACE\tPROJECT\tSTATUS\tHEALTH\tSYNCPOLICY\tCONDITIONS";
    return tabbed.append(wide ? "\tREPO\tPATH\tTARGET\n" : "\n");
}

void add_application_row(std::string& tabbed, const proto::application& app, bool wide) {
    const proto::application_destination& destination = app.spec.destination;
    add_row(tabbed, {proto::qualified_name(app),
                     destination.server.empty() ? destination.name : destination.server,
                     destination.name_space, proto::project_of(app), app.status.sync.status,
                     app.status.health.status, sync_policy(app.spec), conditions_summary(app)});
    if (!wide)
        return;
    const proto::application_source source = proto::first_source(app.spec);
    tabbed.back() = '\t';
    add_row(tabbed, {source.repo_url, source.path, source.target_revision});
}

std::string conditions_summary(const proto::application& app) {
    std::map<std::string_view, int> counts;
    for (const proto::application_condition& condition : app.status.conditions)
        ++counts[condition.type];
    std::vector<std::string> words;
    for (const auto& [type, count] : counts)
        words.push_back(std::string(type) + (count > 1 ? "(" + std::to_string(count) + ")" : ""));
    if (words.empty())
        return "<none>";
    std::sort(words.begin(), words.end()); // "A(2)" comes before "AB", though "A" does as well
    std::string summary = words.front();
    for (std::size_t at = 1; at < words.size(); ++at)
        summary.append(",").append(words[at]);
    return summary;
}

} // namespace argocdpp::cli
