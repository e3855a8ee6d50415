#include "application_set_rows.hpp"

#include "application_summary.hpp"
#include "table.hpp"

namespace argocdpp::cli {
namespace {

using proto::any;

bool is_true(const any* value) { return value && value->is_bool() && value->boolean(); }

/// As the generated String() of the official CLI's type.
std::string policy_text(const any& policy) {
    if (!policy.is_object())
        return "nil";
    const any* sync = policy.find("applicationsSync");
    return std::string("&ApplicationSetSyncPolicy{PreserveResourcesOnDeletion:") +
           (is_true(policy.find("preserveResourcesOnDeletion")) ? "true" : "false") +
           ",ApplicationsSync:" + (sync && sync->is_string() ? "*" + sync->string() : "nil") + ",}";
}

/// As `%s` of a slice of structs; those alone that hold.
std::string conditions_text(const proto::application_set& set, const time_zone& zone) {
    std::string text;
    for (const auto& each : set.status.conditions)
        if (each.status == "True")
            text += (text.empty() ? "{" : " {") + each.type + " " + each.message + " " +
                    time_text(each.last_transition_time, zone) + " " + each.status + " " +
                    each.reason + "}";
    return "[" + text + "]";
}

std::string conditions_table(const proto::application_set& set, const time_zone& zone) {
    std::string rows;
    add_row(rows, {"CONDITION", "STATUS", "MESSAGE", "LAST TRANSITION"});
    for (const auto& each : set.status.conditions)
        add_row(rows,
                {each.type, each.status, each.message, time_text(each.last_transition_time, zone)});
    return align(rows, 0, 2);
}

std::string_view template_policy(const proto::application_spec& spec) {
    if (!proto::is_automated(spec))
        return "<none>";
    return proto::is_auto_prune(spec) ? "Automated (Prune)" : "Automated";
}

} // namespace

std::string qualified_name(const proto::application_set& set) {
    const auto& meta = set.metadata;
    return meta.name_space.empty() ? meta.name : meta.name_space + "/" + meta.name;
}

std::string application_set_table(const std::vector<proto::application_set>& sets, bool wide,
                                  const time_zone& zone) {
    std::string rows = "NAME\tPROJECT\tSYNCPOLICY\tHEALTH\tCONDITIONS";
    rows += wide ? "\tREPO\tPATH\tTARGET\n" : "\n";
    for (const auto& set : sets) {
        const auto& spec = set.spec.app_template.spec;
        add_row(rows, {qualified_name(set), spec.project, policy_text(set.spec.sync_policy),
                       set.status.health.status, conditions_text(set, zone)});
        if (!wide)
            continue;
        const auto source = proto::first_source(spec);
        rows.back() = '\t';
        add_row(rows, {source.repo_url, source.path, source.target_revision});
    }
    return align(rows, 0, 2);
}

std::string application_set_summary(const proto::application_set& set, const time_zone& zone) {
    auto spec = set.spec.app_template.spec;
    // A template without a source is shown with an empty one, an application is not.
    if (proto::sources_of(spec).empty())
        spec.source.emplace();
    const auto& destination = spec.destination;
    std::string text;
    add_summary_line(text, "Name:", qualified_name(set));
    add_summary_line(text, "Project:", spec.project.empty() ? "default" : spec.project);
    add_summary_line(text,
                     "Server:", destination.server.empty() ? destination.name : destination.server);
    add_summary_line(text, "Namespace:", destination.name_space);
    add_summary_line(text, "Health Status:", set.status.health.status);
    add_sources(text, spec);
    add_summary_line(text, "SyncPolicy:", template_policy(spec));
    if (!set.status.conditions.empty())
        text += "\n" + conditions_table(set, zone) + "\n";
    return text;
}

std::string application_set_parameters(const proto::application_set& set) {
    proto::application app;
    app.spec = set.spec.app_template.spec;
    const auto text = source_parameters(app, 1);
    return text.empty() ? "\n" : text;
}

} // namespace argocdpp::cli
