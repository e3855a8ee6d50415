#include "project_rows.hpp"

#include "joined_text.hpp"
#include "table.hpp"
#include "time_text.hpp"

#include <argocdpp/proto/codec.hpp>

#include <algorithm>

namespace argocdpp::cli {
namespace {

/// "<none>", the only one, or "3 repos".
std::string counted(const std::vector<std::string>& texts, const std::string& noun) {
    if (texts.empty())
        return "<none>";
    return texts.size() == 1 ? texts.front() : std::to_string(texts.size()) + " " + noun;
}

std::string counted(std::size_t count, const std::string& noun) {
    return count == 0 ? "<none>" : std::to_string(count) + " " + noun;
}

template<class T, class Text>
std::vector<std::string> texts_of(const std::vector<T>& items, Text text) {
    std::vector<std::string> made;
    for (const T& item : items)
        made.push_back(text(item));
    return made;
}

std::string destination_text(const proto::project_destination& to) {
    return to.server + "," + to.name_space;
}

std::string account_text(const proto::destination_service_account& to) {
    return to.server + "," + to.name_space + "," + to.service_account;
}

std::string kind_text(const auto& resource) { return resource.group + "/" + resource.kind; }

std::string monitoring_text(const std::optional<proto::orphaned_resources>& monitored) {
    if (!monitored)
        return "disabled";
    std::string text = monitored->warn.value_or(false) ? "warn=true" : "warn=false";
    if (!monitored->ignore.empty())
        text += ", ignored " + std::to_string(monitored->ignore.size());
    return "enabled (" + text + ")";
}

std::string joined_or(const std::vector<std::string>& texts, std::string_view separator,
                      std::string_view none) {
    return texts.empty() ? std::string(none) : joined(texts, separator);
}

constexpr std::size_t project_label_width = 29;
constexpr std::size_t role_label_width = 15;

void add_line(std::string& text, std::size_t width, std::string label, std::string_view value) {
    label.resize(std::max(label.size(), width), ' ');
    text.append(label).append(value).append("\n");
}

/// The first one beside the label, the others below it.
void add_lines(std::string& text, std::string label, const std::vector<std::string>& values) {
    add_line(text, project_label_width, std::move(label),
             values.empty() ? "<none>" : values.front());
    for (std::size_t i = 1; i < values.size(); ++i)
        add_line(text, project_label_width, "", values[i]);
}

/// A member of each item of a list that the wire model does not know closer.
std::vector<std::string> members_of(const proto::any& list, std::string_view key) {
    std::vector<std::string> found;
    if (!list.is_array())
        return found;
    for (const auto& item : list.items()) {
        const auto* value = item.find(key);
        found.push_back(value && value->is_string() ? value->string() : "");
    }
    return found;
}

std::vector<std::string> policy_lines(const proto::project& project) {
    const auto& name = project.metadata.name;
    std::vector<std::string> lines;
    for (const auto& role : project.spec.roles) {
        const std::string subject = "proj:" + name + ":" + role.name;
        lines.push_back("p, " + subject + ", projects, get, " + name + ", allow");
        lines.insert(lines.end(), role.policies.begin(), role.policies.end());
        for (const auto& group : role.groups)
            lines.push_back("g, " + group + ", " + subject);
    }
    return lines;
}

std::string token_table(const proto::role_tokens& tokens, long long now) {
    const auto moment = [&](long long at) {
        return rfc3339(at, time_zone::local()) + " (" + relative_text(at, now) + ")";
    };
    std::string rows;
    add_row(rows, {"ID", "ISSUED-AT", "EXPIRES-AT"});
    for (const auto& token : tokens.items)
        add_row(rows, {std::to_string(token.issued_at), moment(token.issued_at),
                       token.expires_at > 0 ? moment(token.expires_at) : "<none>"});
    return align(rows, 0, 2);
}

bool is_same(const proto::sync_window& one, const proto::sync_window& other) {
    return proto::encode(one) == proto::encode(other);
}

} // namespace

std::string project_table(const std::vector<proto::project>& projects) {
    std::string rows;
    add_row(rows, {"NAME", "DESCRIPTION", "DESTINATIONS", "SOURCES", "CLUSTER-RESOURCE-WHITELIST",
                   "NAMESPACE-RESOURCE-BLACKLIST", "SIGNATURE-KEYS", "ORPHANED-RESOURCES",
                   "DESTINATION-SERVICE-ACCOUNTS"});
    for (const auto& project : projects) {
        const auto& spec = project.spec;
        const auto kinds = texts_of(spec.allowed_cluster_resources,
                                    [](const auto& resource) { return kind_text(resource); });
        add_row(rows, {project.metadata.name, spec.description,
                       counted(texts_of(spec.destinations, destination_text), "destinations"),
                       counted(spec.source_repos, "repos"), counted(kinds, "resources"),
                       counted(spec.denied_namespaced_resources.size(), "resources"),
                       counted(spec.signature_keys.size(), "key(s)"),
                       monitoring_text(spec.orphaned_resources),
                       counted(texts_of(spec.destination_service_accounts, account_text),
                               "destinationServiceAccounts")});
    }
    return align(rows, 0, 2);
}

std::string project_text(const proto::detailed_project& detailed) {
    const auto& spec = detailed.project.spec;
    const auto kinds = [](const auto& list) {
        return texts_of(list, [](const auto& resource) { return kind_text(resource); });
    };
    const auto key_id = [](const proto::signature_key& key) { return key.key_id; };
    std::string text;
    add_line(text, project_label_width, "Name:", detailed.project.metadata.name);
    add_line(text, project_label_width, "Description:", spec.description);
    add_lines(text, "Destinations:", texts_of(spec.destinations, destination_text));
    add_lines(text, "Repositories:", spec.source_repos);
    add_lines(text, "Source Namespaces:", spec.source_namespaces);
    add_lines(text, "Scoped Repositories:", members_of(detailed.repositories, "repo"));
    add_lines(text, "Allowed Cluster Resources:", kinds(spec.allowed_cluster_resources));
    add_lines(text, "Scoped Clusters:", members_of(detailed.clusters, "server"));
    add_lines(text, "Denied Namespaced Resources:", kinds(spec.denied_namespaced_resources));
    add_line(text, project_label_width,
             "Signature keys:", joined_or(texts_of(spec.signature_keys, key_id), ", ", "<none>"));
    add_line(text, project_label_width,
             "Orphaned Resources:", monitoring_text(spec.orphaned_resources));
    return text;
}

std::string role_text(const proto::project& project, const proto::project_role& role,
                      long long now) {
    std::string text;
    add_line(text, role_label_width, "Role Name:", role.name);
    add_line(text, role_label_width, "Description:", role.description);
    // All roles' policies, as the official CLI prints them.
    text += "Policies:\n" + joined(policy_lines(project), "\n") + "\nGroups:\n";
    for (const auto& group : role.groups)
        text += "  - " + group + "\n";
    if (role.groups.empty())
        text += "<none>\n";
    const auto* tokens = project.status.tokens_by_role.find(role.name);
    const auto known = tokens && tokens->is_object() ? proto::decode<proto::role_tokens>(*tokens)
                                                     : proto::role_tokens();
    return text + "JWT Tokens:\n" + token_table(known, now);
}

std::string window_table(const std::vector<proto::sync_window>& windows,
                         const std::vector<proto::sync_window>& active) {
    const auto enabled = [](bool is_on) { return is_on ? "Enabled" : "Disabled"; };
    std::string rows;
    // The empty last cell ends each line in a tab, as there.
    add_row(rows, {"ID", "STATUS", "KIND", "SCHEDULE", "DURATION", "APPLICATIONS", "NAMESPACES",
                   "CLUSTERS", "MANUALSYNC", "SYNCOVERRUN", "TIMEZONE", "USEANDOPERATOR", ""});
    for (std::size_t id = 0; id < windows.size(); ++id) {
        const auto& window = windows[id];
        const bool is_active = std::ranges::any_of(
            active, [&](const proto::sync_window& open) { return is_same(open, window); });
        add_row(rows, {std::to_string(id), is_active ? "Active" : "Inactive", window.kind,
                       window.schedule, window.duration, joined_or(window.applications, ",", "-"),
                       joined_or(window.namespaces, ",", "-"), joined_or(window.clusters, ",", "-"),
                       enabled(window.manual_sync), enabled(window.sync_overrun), window.time_zone,
                       enabled(window.use_and_operator), ""});
    }
    return align(rows, 0, 2);
}

std::string policy_table(const std::vector<proto::integrity_policy>& policies) {
    const auto url = [](const proto::integrity_repository& repo) { return repo.url; };
    std::string rows;
    add_row(rows, {"ID", "GPG-MODE", "GPG-KEYS", "REPO-URLS"});
    for (std::size_t id = 0; id < policies.size(); ++id) {
        const auto& policy = policies[id];
        add_row(rows, {std::to_string(id), policy.gpg ? policy.gpg->mode : "<none>",
                       policy.gpg ? joined_or(policy.gpg->keys, ", ", "<none>") : "<none>",
                       joined_or(texts_of(policy.repos, url), ", ", "<none>")});
    }
    return align(rows, 0, 2);
}

} // namespace argocdpp::cli
