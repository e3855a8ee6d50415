#include <argocdpp/error.hpp>
#include <argocdpp/resources.hpp>

#include <algorithm>
#include <map>
#include <tuple>

namespace argocdpp {
namespace {

bool is_match(std::string_view pattern, std::string_view text) {
    return pattern == "*" || pattern == text;
}

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0;;) {
        const auto end = text.find(at, begin);
        parts.push_back(text.substr(begin, end - begin));
        if (end == std::string_view::npos)
            return parts;
        begin = end + 1;
    }
}

/// The values of an annotation that lists them, "PreSync,PostSync", each once and without blanks.
std::vector<std::string_view> listed_values(std::string_view annotation) {
    std::vector<std::string_view> found;
    for (auto part : split(annotation, ',')) {
        const auto begin = std::min(part.find_first_not_of(" \t\r\n"), part.size());
        part = part.substr(begin, part.find_last_not_of(" \t\r\n") + 1 - begin);
        if (!part.empty() && std::find(found.begin(), found.end(), part) == found.end())
            found.push_back(part);
    }
    return found;
}

using resource_key = std::tuple<std::string, std::string, std::string, std::string>;

resource_state row_of(const proto::resource_status& resource) {
    return {resource.group,
            resource.kind,
            resource.name_space,
            resource.name,
            resource.status,
            resource.health ? resource.health->status : "",
            "",
            "",
            true};
}

/// The official CLI's order: by the text "group/kind/namespace/name".
std::string key_text(const resource_key& key) {
    const auto& [group, kind, name_space, name] = key;
    return group + "/" + kind + "/" + name_space + "/" + name;
}

} // namespace

resource_selector resource_selector::parse(std::string_view text) {
    resource_selector made;
    if (text.starts_with('!')) {
        made.exclude = true;
        text.remove_prefix(1);
    }
    const auto fields = split(text, ':');
    if (fields.size() != 3)
        throw error(error_kind::local,
                    "resource should have GROUP:KIND:NAME, but instead got: " + std::string(text));
    made.group = fields[0];
    made.kind = fields[1];
    const auto names = split(fields[2], '/');
    if (names.size() > 2)
        throw error(
            error_kind::local,
            "resource with namespace should have GROUP:KIND:NAMESPACE/NAME, but instead got: " +
                std::string(text));
    made.name = names.back();
    if (names.size() == 2)
        made.name_space = names.front();
    return made;
}

bool resource_selector::matches(std::string_view other_group, std::string_view other_kind,
                                std::string_view other_namespace,
                                std::string_view other_name) const {
    return is_match(group, other_group) && is_match(kind, other_kind) &&
           is_match(name, other_name) &&
           (name_space.empty() || is_match(name_space, other_namespace));
}

bool is_selected(const std::vector<resource_selector>& selectors, std::string_view group,
                 std::string_view kind, std::string_view name_space, std::string_view name) {
    bool included = false;
    bool any_including = false;
    for (const auto& selector : selectors) {
        const bool matches = selector.matches(group, kind, name_space, name);
        if (selector.exclude && matches)
            return false;
        if (!selector.exclude) {
            any_including = true;
            included = included || matches;
        }
    }
    return included || !any_including;
}

bool resource_state::is_same_resource(const resource_state& other) const {
    return std::tie(group, kind, name_space, name) ==
           std::tie(other.group, other.kind, other.name_space, other.name);
}

bool resource_state::merge(const resource_state& newer) {
    bool updated = false;
    for (auto member : {&resource_state::status, &resource_state::health, &resource_state::hook,
                        &resource_state::message}) {
        if (!(newer.*member).empty() && newer.*member != this->*member) {
            this->*member = newer.*member;
            updated = true;
        }
    }
    return updated;
}

std::vector<resource_state> resource_states(const proto::application& app,
                                            const std::vector<resource_selector>& selectors) {
    std::map<resource_key, const proto::resource_status*> compared;
    for (const auto& resource : app.status.resources)
        compared[{resource.group, resource.kind, resource.name_space, resource.name}] = &resource;

    std::vector<resource_state> rows;
    const auto& operation = app.status.operation_state;
    if (operation && operation->sync_result) {
        for (const auto& result : operation->sync_result->resources) {
            resource_state row{result.group,     result.kind,       result.name_space,
                               result.name,      result.hook_phase, result.status,
                               result.hook_type, result.message,    false};
            const auto known =
                compared.find({result.group, result.kind, result.name_space, result.name});
            if (known != compared.end()) {
                if (result.hook_type.empty()) {
                    row.status = known->second->status;
                    row.health = known->second->health ? known->second->health->status : "";
                    row.compared = true;
                }
                compared.erase(known);
            }
            rows.push_back(std::move(row));
        }
    }
    std::vector<std::pair<std::string, const proto::resource_status*>> others;
    for (const auto& [key, resource] : compared)
        others.emplace_back(key_text(key), resource);
    std::sort(others.begin(), others.end());
    for (const auto& [text, resource] : others)
        rows.push_back(row_of(*resource));

    std::erase_if(rows, [&](const resource_state& row) {
        return !is_selected(selectors, row.group, row.kind, row.name_space, row.name);
    });
    return rows;
}

std::vector<proto::sync_operation_resource>
selected_resources(const proto::application& app, const std::vector<resource_selector>& selectors) {
    std::vector<proto::sync_operation_resource> chosen;
    if (selectors.empty())
        return chosen;
    for (const auto& resource : app.status.resources) {
        if (!is_selected(selectors, resource.group, resource.kind, resource.name_space,
                         resource.name))
            continue;
        proto::sync_operation_resource named;
        named.group = resource.group;
        named.kind = resource.kind;
        named.name = resource.name;
        named.name_space = resource.name_space;
        chosen.push_back(std::move(named));
    }
    return chosen;
}

bool is_hook(const proto::object_identity& object) {
    const auto* own = proto::find(object.metadata.annotations, "argocd.argoproj.io/hook");
    if (!own) {
        const auto* helm = proto::find(object.metadata.annotations, "helm.sh/hook");
        // Helm's way to install definitions first.
        return helm && *helm != "crd-install";
    }
    auto kinds = listed_values(*own);
    std::erase_if(kinds, [](std::string_view kind) {
        return kind != "PreSync" && kind != "Sync" && kind != "PostSync" && kind != "SyncFail" &&
               kind != "Skip";
    });
    // An object that says Skip alone is left to itself; it is an ordinary one for a comparison.
    return kinds.size() != 1 || kinds.front() != "Skip";
}

int pruning_required(const proto::operation_state& operation) {
    if (!operation.sync_result)
        return 0;
    const auto& results = operation.sync_result->resources;
    return static_cast<int>(
        std::count_if(results.begin(), results.end(), [](const proto::resource_result& result) {
            return result.status == proto::result_code::prune_skipped &&
                   result.message.find("no prune") == std::string::npos;
        }));
}

} // namespace argocdpp
