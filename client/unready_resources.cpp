#include "unready_resources.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>

namespace argocdpp {
namespace {

constexpr std::size_t most_owners = 4;

template<class T>
resource_name name_of(const T& x) {
    return {x.group, x.kind, x.name_space, x.name};
}

bool is_unready(const std::optional<proto::health_status>& health) {
    return health && !health->status.empty() && health->status != proto::health_code::healthy;
}

/// The lower, the worse.
std::size_t rank_of_health(std::string_view health) {
    static constexpr std::array<std::string_view, 5> worst_first = {
        proto::health_code::degraded, proto::health_code::missing, proto::health_code::progressing,
        proto::health_code::unknown, proto::health_code::suspended};
    const auto found = std::ranges::find(worst_first, health);
    const auto rank = static_cast<std::size_t>(found - worst_first.begin());
    const bool is_ready = health.empty() || health == proto::health_code::healthy;
    return rank + (is_ready ? 1 : 0);
}

/// The same, with what it belongs to. What the operation failed at, or waits for, comes first.
std::size_t rank_of(const unready_resource& one) {
    if (one.is_obstacle)
        return 0;
    auto rank = rank_of_health(one.told.health);
    for (const auto& owner : one.told.owners)
        rank = std::min(rank, rank_of_health(owner.health));
    return 1 + rank;
}

/// What the operation failed at, and the hooks that it waits for.
std::set<resource_name> obstacles(const proto::application& app) {
    std::set<resource_name> found;
    for (const auto& failure : failed_results(app))
        found.insert(failure.which);
    const auto& state = app.status.operation_state;
    if (!state || !state->sync_result || state->phase != proto::phase::running)
        return found;
    for (const auto& result : state->sync_result->resources)
        if (!result.hook_type.empty() && result.hook_phase == proto::phase::running)
            found.insert(name_of(result));
    return found;
}

class selection {
  public:
    selection(const proto::application& app, const proto::resource_tree& tree)
        : app_(app)
        , tree_(tree)
        , obstacles_(obstacles(app)) {
        for (const auto& one : tree.nodes)
            if (!one.uid.empty()) {
                by_uid_.emplace(one.uid, &one);
                by_name_.emplace(name_of(one), &one);
            }
        for (const auto& resource : app.status.resources)
            if (!resource.hook)
                managed_.emplace(name_of(resource), &resource);
    }

    std::vector<unready_resource> made() && {
        take_leaves();
        take_managed();
        std::ranges::stable_sort(found_, {}, rank_of);
        return std::move(found_);
    }

  private:
    using node = proto::resource_node;

    /// All that a node belongs to, the nearest first.
    std::vector<const node*> ancestors(const node& one) const {
        std::vector<const node*> all = {&one};
        for (std::size_t i = 0; i < all.size(); ++i)
            for (const auto& parent : all[i]->parent_refs) {
                const auto at = by_uid_.find(parent.uid);
                if (at != by_uid_.end() && std::ranges::find(all, at->second) == all.end())
                    all.push_back(at->second);
            }
        all.erase(all.begin());
        return all;
    }

    void take_leaves() {
        std::set<const node*> has_unready;
        for (const auto& one : tree_.nodes)
            if (is_unready(one.health))
                for (const auto* owner : ancestors(one))
                    has_unready.insert(owner);
        for (const auto& one : tree_.nodes)
            if (is_unready(one.health) && !has_unready.contains(&one))
                take(one);
    }

    void take(const node& one) {
        unready_resource made;
        made.told.which = name_of(one);
        made.told.health = one.health->status;
        made.told.message = one.health->message;
        made.version = one.version;
        made.uid = one.uid;
        made.is_obstacle = obstacles_.contains(made.told.which);
        told_.insert(made.told.which);
        add_sync(made);
        for (const auto* owner : ancestors(one)) {
            const auto name = name_of(*owner);
            made.is_obstacle = made.is_obstacle || obstacles_.contains(name);
            if (is_unready(owner->health) && made.told.owners.size() < most_owners) {
                made.told.owners.push_back(
                    {name, sync_of(name), owner->health->status, owner->health->message});
                told_.insert(name);
            }
        }
        found_.push_back(std::move(made));
    }

    /// What the tree has not told of: what is out of sync, and all of it where there is no tree.
    void take_managed() {
        for (const auto& [name, resource] : managed_) {
            const bool is_behind = resource->status == proto::sync_code::out_of_sync;
            if ((!is_behind && !is_unready(resource->health)) || told_.contains(name))
                continue;
            unready_resource made;
            made.told.which = name;
            made.version = resource->version;
            made.uid = uid_of(name);
            if (resource->health) {
                made.told.health = resource->health->status;
                made.told.message = resource->health->message;
            }
            made.is_obstacle = obstacles_.contains(name);
            add_sync(made);
            found_.push_back(std::move(made));
        }
    }

    std::string uid_of(const resource_name& name) const {
        const auto found = by_name_.find(name);
        return found == by_name_.end() ? "" : found->second->uid;
    }

    std::string sync_of(const resource_name& name) const {
        const auto found = managed_.find(name);
        const bool is_behind =
            found != managed_.end() && found->second->status == proto::sync_code::out_of_sync;
        return is_behind ? std::string(proto::sync_code::out_of_sync) : "";
    }

    void add_sync(unready_resource& one) const {
        one.told.sync = sync_of(one.told.which);
        const auto found = managed_.find(one.told.which);
        if (found != managed_.end() && found->second->requires_pruning)
            one.told.reasons.push_back("no longer in the sources, and waits to be pruned");
        const auto& state = app_.status.operation_state;
        if (!state || !state->sync_result)
            return;
        for (const auto& result : state->sync_result->resources)
            if (name_of(result) == one.told.which && !result.message.empty() &&
                (result.status == proto::result_code::sync_failed ||
                 result.status == proto::result_code::prune_skipped ||
                 proto::phase::is_failure(result.hook_phase)))
                one.told.reasons.push_back(result.message);
    }

    const proto::application& app_;
    const proto::resource_tree& tree_;
    std::set<resource_name> obstacles_;
    std::map<std::string, const node*> by_uid_;
    std::map<resource_name, const node*> by_name_;
    std::map<resource_name, const proto::resource_status*> managed_;
    std::set<resource_name> told_;
    std::vector<unready_resource> found_;
};

} // namespace

std::vector<failed_result> failed_results(const proto::application& app) {
    std::vector<failed_result> found;
    const auto& state = app.status.operation_state;
    if (!state || !state->sync_result)
        return found;
    for (const auto& result : state->sync_result->resources) {
        const bool is_hook = !result.hook_type.empty();
        if (result.status != proto::result_code::sync_failed &&
            !(is_hook && proto::phase::is_failure(result.hook_phase)))
            continue;
        const auto& status = is_hook ? result.hook_phase : result.status;
        found.push_back({name_of(result), result.hook_type, status, result.message});
    }
    return found;
}

std::vector<unready_resource> unready_resources(const proto::application& app,
                                                const proto::resource_tree& tree) {
    return selection(app, tree).made();
}

} // namespace argocdpp
