#include "comparison.hpp"

#include "views/yaml.hpp"

#include <argocdpp/applications.hpp>
#include <argocdpp/proto/codec.hpp>
#include <argocdpp/proto/json.hpp>
#include <argocdpp/resources.hpp>

#include <algorithm>
#include <map>

namespace argocdpp::cli {

namespace {

bool is_there(const std::string& state) { return !state.empty() && state != "null"; }

std::string key(const auto& object) {
    return object.group + "/" + object.kind + "/" + object.name_space + "/" + object.name;
}

proto::object_identity identity_of(const std::string& state) {
    return proto::decode<proto::object_identity>(proto::parse(state));
}

bool is_compared(const std::string& state) {
    // Most objects have no such annotation; looking for the text is faster than reading them.
    const bool may_be_hook = state.find("/hook\"") != std::string::npos;
    return is_there(state) && !(may_be_hook && is_hook(identity_of(state)));
}

comparison comparison_of(proto::managed_resource resource) {
    comparison made;
    made.group = std::move(resource.group);
    made.kind = std::move(resource.kind);
    made.name_space = std::move(resource.name_space);
    made.name = std::move(resource.name);
    made.live = std::move(resource.normalized_live_state);
    made.target = std::move(resource.target_state);
    made.predicted = std::move(resource.predicted_live_state);
    made.modified = resource.modified;
    return made;
}

/// Whether two texts are one object, however its keys are ordered.
bool is_same_object(const std::string& one, const std::string& other) {
    return one == other || (is_there(one) && is_there(other) &&
                            to_yaml(proto::parse(one)) == to_yaml(proto::parse(other)));
}

/// Rendered objects by their keys, the last one of those with the same.
class rendered_targets {
  public:
    /// Which kinds have a namespace is read off the objects that the controller compared; a kind
    /// that none of them is of counts as one without, as in the official CLI.
    rendered_targets(const std::vector<comparison>& known, std::string default_namespace)
        : default_namespace_(std::move(default_namespace)) {
        for (const auto& object : known)
            is_namespaced_[object.group + "/" + object.kind] = !object.name_space.empty();
    }

    void add(const std::string& text);
    /// Takes the target of that key out; empty where there is none.
    std::string take(const std::string& wanted);
    /// What was not taken.
    std::vector<comparison> rest() const;
    /// "Resource apps/Deployment/n/web appeared 2 times …" for each key that came again.
    std::vector<std::string> repetitions() const;

  private:
    struct target {
        comparison object;
        int times = 0;
    };
    std::string default_namespace_;
    std::map<std::string, bool> is_namespaced_;
    std::map<std::string, target> targets_;
};

void rendered_targets::add(const std::string& text) {
    auto object = identity_of(text);
    if (is_hook(object))
        return;
    auto& name_space = object.metadata.name_space;
    if (!is_namespaced_[object.group() + "/" + object.kind])
        name_space.clear();
    else if (name_space.empty())
        name_space = default_namespace_;
    comparison made;
    made.group = object.group();
    made.kind = object.kind;
    made.name_space = name_space;
    made.name = object.metadata.name;
    made.target = proto::write(proto::encode(object));
    auto& place = targets_[key(made)];
    place.object = std::move(made);
    ++place.times;
}

std::string rendered_targets::take(const std::string& wanted) {
    const auto found = targets_.find(wanted);
    if (found == targets_.end())
        return {};
    auto text = std::move(found->second.object.target);
    targets_.erase(found);
    return text;
}

std::vector<comparison> rendered_targets::rest() const {
    std::vector<comparison> found;
    for (const auto& [name, place] : targets_) {
        found.push_back(place.object);
        // There is nothing to apply it to: it will be as it is rendered.
        found.back().predicted = found.back().target;
        found.back().modified = true;
    }
    return found;
}

std::vector<std::string> rendered_targets::repetitions() const {
    std::vector<std::string> found;
    for (const auto& [name, place] : targets_)
        if (place.times > 1)
            found.push_back("RepeatedResourceWarning: Resource " + name + " appeared " +
                            std::to_string(place.times) + " times among application resources.");
    return found;
}

/// Puts a rendered target in the place of the one that the controller compared with.
void replace_target(comparison& object, std::string target) {
    if (is_same_object(object.target, target))
        return;
    object.is_open = is_there(target) && is_there(object.live);
    object.predicted = target;
    object.modified = is_there(target);
    object.target = std::move(target);
}

/// Finds out what a sync would make of the objects that are open, by a dry run on the server.
task<void> predict(invocation& call, app_ref app, std::vector<comparison>& objects,
                   comparison_limits limits) {
    std::map<std::string, comparison*> open;
    for (auto& object : objects)
        if (object.is_open)
            open.emplace(key(object), &object);
    if (open.empty())
        co_return;
    // The dry run wants live objects with all that they have.
    proto::projection keep;
    keep.paths = {"group", "kind", "namespace", "name", "liveState"};
    std::map<std::string, std::string> live;
    for (auto& resource : co_await call.server().apps().managed(app, std::move(keep)))
        if (is_compared(resource.live_state))
            live[key(resource)] = std::move(resource.live_state);
    // Of hooks and of what was pruned there is nothing to compare; the server takes no such pair.
    std::erase_if(open, [&](const auto& entry) {
        const bool is_nothing = !is_compared(entry.second->target) && live[entry.first].empty();
        if (is_nothing)
            entry.second->live = entry.second->predicted = "";
        return is_nothing;
    });
    std::vector<proto::managed_resource> pairs;
    for (const auto& [name, object] : open) {
        proto::managed_resource pair;
        pair.group = object->group;
        pair.kind = object->kind;
        pair.name_space = object->name_space;
        pair.name = object->name;
        pair.live_state = live[name];
        pair.target_state = is_compared(object->target) ? object->target : "";
        pairs.push_back(std::move(pair));
    }
    pairs =
        co_await call.server().apps().server_side_diff(std::move(app), std::move(pairs), limits);
    auto pair = pairs.begin();
    for (auto& [name, object] : open) {
        object->live = std::move(pair->normalized_live_state);
        object->predicted = std::move(pair->predicted_live_state);
        object->modified = pair->modified;
        ++pair;
    }
}

task<std::vector<comparison>> managed_comparisons(invocation& call, app_ref app,
                                                  bool with_targets) {
    proto::projection keep;
    keep.paths = {"group", "kind",     "namespace",           "name",
                  "hook",  "modified", "normalizedLiveState", "predictedLiveState"};
    if (with_targets)
        keep.paths.push_back("targetState");
    auto managed = co_await call.server().apps().managed(std::move(app), std::move(keep));
    std::vector<comparison> found;
    found.reserve(managed.size());
    for (auto& resource : managed)
        found.push_back(comparison_of(std::move(resource)));
    co_return found;
}

/// Puts other targets in the place of those that the controller compared with.
void take_over(invocation& call, const std::vector<std::string>& texts,
               const proto::application& state, std::vector<comparison>& objects) {
    rendered_targets targets(objects, state.spec.destination.name_space);
    for (const auto& text : texts)
        targets.add(text);
    for (const auto& warning : targets.repetitions())
        call.talk().warning(warning);
    for (auto& object : objects)
        replace_target(object, targets.take(key(object)));
    for (auto& added : targets.rest())
        objects.push_back(std::move(added));
}

} // namespace

target_source rendered_at(invocation& call, app_ref app, manifest_query revisions) {
    return [&call, app = std::move(app),
            query = std::move(revisions)]() -> task<std::vector<std::string>> {
        auto other = co_await call.server().apps().manifests(app, query);
        co_return std::move(other.manifests);
    };
}

comparison_limits limits_of(long long concurrency, long long batch_kb) {
    comparison_limits limits;
    // Without a limit of their own there is that of connections, which is as many.
    if (concurrency > 0)
        limits.requests_at_once = static_cast<std::size_t>(concurrency);
    limits.batch_bytes = batch_kb > 0 ? static_cast<std::size_t>(batch_kb) << 10 : 0;
    return limits;
}

task<std::vector<comparison>> compare(invocation& call, app_ref app, comparison_wish wish,
                                      const proto::application& state) {
    const bool has_other = static_cast<bool>(wish.targets);
    auto objects = co_await managed_comparisons(call, app, has_other || wish.anew);
    if (wish.without_secrets)
        std::erase_if(objects, [](const auto& object) {
            return object.group.empty() && object.kind == "Secret";
        });
    if (has_other) {
        const auto texts = co_await wish.targets();
        take_over(call, texts, state, objects);
    }
    for (auto& object : objects)
        object.is_open = object.is_open || wish.anew;
    co_await predict(call, std::move(app), objects, wish.limits);
    co_return objects;
}

std::vector<comparison> changes(std::vector<comparison> all) {
    std::vector<comparison> found;
    for (auto& object : all) {
        if (!object.modified && is_there(object.live) && is_there(object.predicted))
            continue;
        for (auto* side : {&object.live, &object.predicted})
            if (!is_compared(*side))
                side->clear();
        if (!object.live.empty() || !object.predicted.empty())
            found.push_back(std::move(object));
    }
    std::sort(found.begin(), found.end(),
              [](const auto& one, const auto& other) { return key(one) < key(other); });
    return found;
}

} // namespace argocdpp::cli
