#include "custom_columns.hpp"

#include "manifest.hpp"
#include "table.hpp"

namespace argocdpp::cli {
namespace {

/// "{.metadata.name}" of "metadata.name", ".metadata.name", "{metadata.name}" or itself; nothing of
/// nothing.
std::string whole_path(std::string_view path) {
    if (path.empty())
        return "";
    auto inner = path;
    if (inner.size() > 2 && inner.starts_with('{') && inner.ends_with('}'))
        inner = inner.substr(1, inner.size() - 2);
    if (inner.size() > 1 && inner.starts_with('.'))
        inner.remove_prefix(1);
    if (inner.find_first_of("{}") != inner.npos)
        throw jsonpath_error("unexpected path string, expected a 'name1.name2' or '.name1.name2' "
                             "or '{name1.name2}' or '{.name1.name2}'");
    return "{." + std::string(inner) + "}";
}

/// Characters with which a cell would move the cursor of a terminal.
std::string escaped(std::string_view text) {
    std::string made;
    for (const char sign : text) {
        if (sign == '\x1b')
            made += "^[";
        else if (sign == '\r')
            made += "\\r";
        else
            made += sign;
    }
    return made;
}

} // namespace

custom_columns::custom_columns(std::string_view spec) {
    if (spec.empty())
        throw jsonpath_error("custom-columns format specified but no custom columns given");
    for (bool is_last = false; !is_last;) {
        const auto comma = spec.find(',');
        is_last = comma == spec.npos;
        const auto one = spec.substr(0, comma);
        const auto colon = one.find(':');
        if (colon == one.npos)
            throw jsonpath_error("unexpected custom-columns spec: " + std::string(one) +
                                 ", expected <header>:<json-path-expr>");
        columns_.push_back(
            {std::string(one.substr(0, colon)), jsonpath(whole_path(one.substr(colon + 1)))});
        spec.remove_prefix(is_last ? spec.size() : comma + 1);
    }
}

std::string custom_columns::header() const {
    std::string tabbed;
    for (const auto& one : columns_)
        tabbed += (tabbed.empty() && &one == &columns_.front() ? "" : "\t") + one.name;
    return tabbed + "\n";
}

void custom_columns::add_row(std::string& tabbed, const proto::any& object) const {
    const auto held = as_held(object);
    for (const auto& one : columns_) {
        std::string cell;
        const auto found = one.path.values_of(held);
        for (const auto& value : found)
            cell += (&value == &found.front() ? "" : ",") + escaped(plain_text(value));
        tabbed += found.empty() ? "<none>" : cell;
        tabbed += &one == &columns_.back() ? '\n' : '\t';
    }
}

std::string custom_columns::table(const proto::any& document) const {
    std::string tabbed = header();
    if (document.is_array())
        for (const auto& one : document.items())
            add_row(tabbed, one);
    else
        add_row(tabbed, document);
    return align(tabbed, min_width, padding);
}

} // namespace argocdpp::cli
