#include "spec_document.hpp"

#include <algorithm>
#include <array>

namespace argocdpp::cli {
namespace {

using proto::any;

bool is_empty(const any& value) {
    return value.is_null() || (value.is_bool() && !value.boolean()) ||
           (value.is_string() && value.string().empty()) ||
           (value.is_array() && value.items().empty()) ||
           (value.is_object() && value.members().empty());
}

/// What Argo CD does not count when it asks whether there are Kustomize options.
constexpr std::array<std::string_view, 5> mere_modifiers = {
    "forceCommonLabels", "forceCommonAnnotations", "commonAnnotationsEnvsubst",
    "labelWithoutSelector", "labelIncludeTemplates"};

any copy_of(const any& from, std::string_view key) {
    const any* found = from.find(key);
    return found ? *found : any();
}

/// The part of a hydrator that a position means, in the form of a source.
any hydrator_source(const any& hydrator, long long position) {
    const any dry = copy_of(hydrator, "drySource");
    any made;
    made.set("repoURL", text_in(dry, "repoURL"));
    if (position <= 0) {
        for (const auto* key :
             {"path", "targetRevision", "helm", "kustomize", "directory", "plugin"})
            if (const any* member = dry.find(key); member && !is_empty(*member))
                made.set(key, *member);
        return made;
    }
    const any sync = copy_of(hydrator, "syncSource");
    if (const auto repository = text_in(sync, "repoURL"); !repository.empty())
        made.set("repoURL", repository);
    put_text(made, "path", text_in(sync, "path"));
    put_text(made, "targetRevision", text_in(sync, "targetBranch"));
    return made;
}

} // namespace

any& object_in(any& parent, std::string_view key) {
    any* found = parent.find(key);
    if (found && found->is_object())
        return *found;
    return parent.set(key, proto::object());
}

proto::array& list_in(any& parent, std::string_view key) {
    any* found = parent.find(key);
    if (found && found->is_array())
        return found->items();
    return parent.set(key, proto::array()).items();
}

std::string text_in(const any& parent, std::string_view key) {
    const any* found = parent.find(key);
    return found && found->is_string() ? found->string() : "";
}

bool is_set_in(const any& parent, std::string_view key) {
    const any* found = parent.find(key);
    return found && found->is_bool() && found->boolean();
}

void put_text(any& parent, std::string_view key, const std::string& text) {
    if (text.empty())
        parent.erase(key);
    else
        parent.set(key, text);
}

void put_switch(any& parent, std::string_view key, bool value) {
    if (value)
        parent.set(key, true);
    else
        parent.erase(key);
}

void put_list(any& parent, std::string_view key, const std::vector<std::string>& texts) {
    proto::array items(texts.begin(), texts.end());
    if (items.empty())
        parent.erase(key);
    else
        parent.set(key, std::move(items));
}

void erase_if_empty(any& parent, std::string_view key) {
    const any* found = parent.find(key);
    if (found && is_empty(*found))
        parent.erase(key);
}

std::size_t find_item(const proto::array& items, std::string_view key, std::string_view text) {
    const auto found = std::ranges::find_if(
        items, [&](const any& item) { return item.is_object() && text_in(item, key) == text; });
    return static_cast<std::size_t>(found - items.begin());
}

void merge_item(proto::array& items, const any& item,
                const std::vector<std::string_view>& optional) {
    const auto at = find_item(items, "name", text_in(item, "name"));
    if (at == items.size()) {
        items.push_back(item);
        return;
    }
    for (const auto key : optional)
        if (!item.find(key))
            items[at].erase(key);
    for (const auto& [key, member] : item.members())
        items[at].set(key, member);
}

bool is_zero_helm(const any& helm) {
    return helm.is_object() && std::ranges::all_of(helm.members(), [](const auto& member) {
               // Values that are an empty object are values.
               return member.first == "valuesObject" ? member.second.is_null()
                                                     : is_empty(member.second);
           });
}

bool is_zero_kustomize(const any& kustomize) {
    return kustomize.is_object() &&
           std::ranges::all_of(kustomize.members(), [](const auto& member) {
               return is_empty(member.second) ||
                      std::ranges::find(mere_modifiers, member.first) != mere_modifiers.end();
           });
}

void erase_zero_options(any& source) {
    if (const any* helm = source.find("helm"); helm && is_zero_helm(*helm))
        source.erase("helm");
    if (const any* kustomize = source.find("kustomize"); kustomize && is_zero_kustomize(*kustomize))
        source.erase("kustomize");
}

void erase_zero_policy(any& spec) {
    const any* policy = spec.find("syncPolicy");
    if (!policy || !policy->is_object())
        return;
    // An automated policy without options is one.
    const bool is_zero = std::ranges::all_of(policy->members(), [](const auto& member) {
        return member.second.is_null() ||
               (member.first == "syncOptions" && is_empty(member.second));
    });
    if (is_zero)
        spec.erase("syncPolicy");
}

bool has_hydrator(const any& spec) {
    const any* hydrator = spec.find("sourceHydrator");
    return hydrator && hydrator->is_object();
}

bool has_multiple_sources(const any& spec) {
    return !has_hydrator(spec) && count_sources(spec) > 0;
}

std::size_t count_sources(const any& spec) {
    const any* sources = spec.find("sources");
    return sources && sources->is_array() ? sources->items().size() : 0;
}

any source_at(const any& spec, long long position) {
    if (has_hydrator(spec))
        return hydrator_source(*spec.find("sourceHydrator"), position);
    if (has_multiple_sources(spec))
        return spec.find("sources")->items()[static_cast<std::size_t>(std::max(position, 1LL) - 1)];
    const any* source = spec.find("source");
    if (source && source->is_object())
        return *source;
    any made;
    made.set("repoURL", "");
    return made;
}

void put_source(any& spec, long long position, any source) {
    if (!has_multiple_sources(spec)) {
        spec.set("source", std::move(source));
        return;
    }
    auto& sources = spec.find("sources")->items();
    sources[static_cast<std::size_t>(std::max(position, 1LL) - 1)] = std::move(source);
}

} // namespace argocdpp::cli
