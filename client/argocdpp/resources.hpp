#pragma once
// The resources of an application as people see them: one row each, and how rows are chosen.

#include <argocdpp/proto/application.hpp>
#include <argocdpp/proto/manifests.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace argocdpp {

/// "GROUP:KIND:NAME", "GROUP:KIND:NAMESPACE/NAME", with `*` for any part and a leading `!` to
/// exclude.
struct resource_selector {
    std::string group;
    std::string kind;
    std::string name;
    std::string name_space; ///< empty matches any
    bool exclude = false;

    /// Throws `error` (local) with the official CLI's words.
    static resource_selector parse(std::string_view text);
    bool matches(std::string_view group, std::string_view kind, std::string_view name_space,
                 std::string_view name) const;
};

/// Whether a resource is chosen: by some including selector (or there is none), and by no excluding
/// one.
bool is_selected(const std::vector<resource_selector>& selectors, std::string_view group,
                 std::string_view kind, std::string_view name_space, std::string_view name);

/// One row: a resource with its state in the last operation or, where it took no part, by
/// comparison.
struct resource_state {
    std::string group;
    std::string kind;
    std::string name_space;
    std::string name;
    std::string status; ///< sync status; of a hook, its phase
    std::string health; ///< empty for kinds without health; of a hook, its result
    std::string hook;
    std::string message;
    /// Whether status and health come from the comparison with the target, not from the operation.
    bool compared = false;

    bool operator==(const resource_state&) const = default;
    bool is_same_resource(const resource_state& other) const;
    /// Takes over what is not blank in `newer`; says whether anything changed.
    bool merge(const resource_state& newer);
};

/// The rows of an application: those of its last operation in their order, then the others by
/// group/kind/namespace/name. An empty list of selectors chooses all.
std::vector<resource_state> resource_states(const proto::application& app,
                                            const std::vector<resource_selector>& selectors = {});

/// The application's resources that the selectors choose, as a sync request names them.
std::vector<proto::sync_operation_resource>
selected_resources(const proto::application& app, const std::vector<resource_selector>& selectors);

/// Whether an object of a rendered application is a hook, which no comparison looks at.
bool is_hook(const proto::object_identity& object);

/// How many resources the last operation left because pruning was not asked for.
int pruning_required(const proto::operation_state& operation);

} // namespace argocdpp
