#include "selection.hpp"

#include <algorithm>

namespace argocdpp::proto {

selection::selection(const projection& keep)
    : children_(1) {
    if (keep.paths.empty())
        return;
    root_ = 1;
    children_.resize(2);
    for (const auto& path : keep.paths)
        add(path);
}

selection::node selection::member(node parent, std::string_view key) const {
    if (parent == whole)
        return whole;
    const auto& all = children_[parent];
    const auto at = std::ranges::find(all, key, &child::key);
    return at == all.end() ? nothing : at->target;
}

void selection::add(std::string_view path) {
    node at = root_;
    while (true) {
        const auto dot = path.find('.');
        const bool is_last = dot == std::string_view::npos;
        at = step(at, path.substr(0, dot), is_last);
        // A shorter path already keeps all that is below.
        if (is_last || at == whole)
            return;
        path.remove_prefix(dot + 1);
    }
}

selection::node selection::step(node parent, std::string_view key, bool is_last) {
    const auto at = std::ranges::find(children_[parent], key, &child::key);
    if (at != children_[parent].end()) {
        if (is_last)
            at->target = whole;
        return at->target;
    }
    const node target = is_last ? whole : static_cast<node>(children_.size());
    if (!is_last)
        children_.emplace_back();
    children_[parent].push_back({std::string(key), target});
    return target;
}

} // namespace argocdpp::proto
