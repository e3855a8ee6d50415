#include "source_unset.hpp"

#include "source_options.hpp"
#include "spec_document.hpp"

#include <algorithm>

namespace argocdpp::cli {
namespace {

using proto::any;

/// Erases a text or switch that was asked for and is there.
bool drop(any& options, std::string_view key, bool wanted) {
    if (!wanted || (text_in(options, key).empty() && !is_set_in(options, key)))
        return false;
    options.erase(key);
    return true;
}

using item_match = bool (*)(const any& item, const std::string& text);

/// Erases the first item that matches, or `all` of them: then the second of two neighbours stays,
/// as the official CLI steps over what moves up.
bool erase_matches(proto::array& items, const std::string& text, item_match matches, bool all) {
    bool changed = false;
    for (std::size_t at = 0; at < items.size() && (all || !changed); ++at) {
        if (!matches(items[at], text))
            continue;
        items.erase(items.begin() + static_cast<std::ptrdiff_t>(at));
        changed = true;
    }
    return changed;
}

bool drop_items(any& options, std::string_view key, const text_list& texts, item_match matches,
                bool all = false) {
    any* listed = options.find(key);
    if (!listed || !listed->is_array())
        return false;
    bool changed = false;
    for (const auto& text : texts)
        changed |= erase_matches(listed->items(), text, matches, all);
    erase_if_empty(options, key);
    return changed;
}

bool has_name(const any& item, const std::string& name) { return text_in(item, "name") == name; }

bool is_text(const any& item, const std::string& text) {
    return item.is_string() && item.string() == text;
}

bool is_image(const any& item, const std::string& image) {
    return item.is_string() && is_same_image(image, item.string());
}

bool names_kustomize(const unset_options& wanted) {
    return wanted.name_prefix || wanted.name_suffix || wanted.kustomize_version ||
           wanted.kustomize_namespace || wanted.ignore_missing_components ||
           !wanted.kustomize_images.empty() || !wanted.kustomize_replicas.empty();
}

bool names_helm(const unset_options& wanted) {
    return !wanted.parameters.empty() || !wanted.values_files.empty() || wanted.values_literal ||
           wanted.ignore_missing_value_files || wanted.pass_credentials;
}

bool unset_kustomize(any& kustomize, const unset_options& wanted) {
    bool changed = drop(kustomize, "namePrefix", wanted.name_prefix);
    changed |= drop(kustomize, "nameSuffix", wanted.name_suffix);
    changed |= drop(kustomize, "version", wanted.kustomize_version);
    changed |= drop(kustomize, "namespace", wanted.kustomize_namespace);
    changed |= drop(kustomize, "ignoreMissingComponents", wanted.ignore_missing_components);
    changed |= drop_items(kustomize, "images", wanted.kustomize_images, is_image, true);
    changed |= drop_items(kustomize, "replicas", wanted.kustomize_replicas, has_name);
    return changed;
}

bool unset_helm(any& helm, const unset_options& wanted) {
    bool changed = drop_items(helm, "parameters", wanted.parameters, has_name);
    if (wanted.values_literal && has_helm_values(helm)) {
        helm.erase("values");
        helm.erase("valuesObject");
        changed = true;
    }
    changed |= drop_items(helm, "valueFiles", wanted.values_files, is_text);
    changed |= drop(helm, "ignoreMissingValueFiles", wanted.ignore_missing_value_files);
    changed |= drop(helm, "passCredentials", wanted.pass_credentials);
    return changed;
}

/// The last variable takes the place of the one that goes, as the official CLI has it.
bool unset_variables(any& plugin, const text_list& names) {
    bool changed = false;
    for (const auto& name : names) {
        auto& listed = list_in(plugin, "env");
        const auto at = find_item(listed, "name", name);
        if (at == listed.size())
            continue;
        std::swap(listed[at], listed.back());
        listed.pop_back();
        changed = true;
    }
    erase_if_empty(plugin, "env");
    return changed;
}

any* options_of(any& source, std::string_view key) {
    any* found = source.find(key);
    return found && found->is_object() ? found : nullptr;
}

} // namespace

// The order, and that a kind of source which nothing was named for ends it, are the official CLI's:
// of a source with Kustomize options and others, the others' are then not looked at.
unset_result unset(any& source, const unset_options& wanted) {
    bool changed = drop(source, "ref", wanted.ref);
    const auto early = changed ? unset_result::changed : unset_result::nothing_named;
    if (any* kustomize = options_of(source, "kustomize")) {
        if (!names_kustomize(wanted))
            return early;
        changed |= unset_kustomize(*kustomize, wanted);
        erase_zero_options(source);
    }
    if (any* helm = options_of(source, "helm")) {
        if (!names_helm(wanted))
            return early;
        changed |= unset_helm(*helm, wanted);
        // Of the others, the official CLI leaves empty options behind.
        if (!wanted.values_files.empty() || wanted.ignore_missing_value_files)
            erase_zero_options(source);
    }
    if (any* plugin = options_of(source, "plugin")) {
        if (wanted.plugin_variables.empty())
            return early == unset_result::changed ? unset_result::unchanged
                                                  : unset_result::nothing_named;
        changed |= unset_variables(*plugin, wanted.plugin_variables);
    }
    return changed ? unset_result::changed : unset_result::unchanged;
}

} // namespace argocdpp::cli
