#include "patched.hpp"

#include <argocdpp/json_patch.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::tests {

namespace {

using proto::any;

std::vector<std::string> parts_of(std::string_view path) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at < path.size(); ++at) {
        if (path[at] == '/')
            parts.emplace_back();
        else if (path[at] == '~')
            parts.back() += path[++at] == '0' ? '~' : '/';
        else
            parts.back() += path[at];
    }
    return parts;
}

void apply_to_list(proto::array& items, std::string_view name, const std::string& key, any value) {
    const auto at = key == "-" ? items.size() : std::stoul(key);
    if (at > items.size() || (at == items.size() && name != "add"))
        throw refused_patch("no such index");
    const auto place = items.begin() + static_cast<std::ptrdiff_t>(at);
    if (name == "add")
        items.insert(place, std::move(value));
    else if (name == "remove")
        items.erase(place);
    else if (name == "replace")
        *place = std::move(value);
    else if (!json_patch(*place, value).items().empty())
        throw refused_patch("test failed");
}

/// As RFC 6902 and Argo CD's server have it: null stands for what is absent in a test.
void apply_operation(any& document, const any& operation) {
    const auto& name = operation.find("op")->string();
    auto parts = parts_of(operation.find("path")->string());
    any value = operation.find("value") ? *operation.find("value") : any();
    any* target = &document;
    for (std::size_t at = 0; at + 1 < parts.size(); ++at) {
        if (target->is_array() && std::stoul(parts[at]) < target->items().size())
            target = &target->items()[std::stoul(parts[at])];
        else
            target = target->find(parts[at]);
        if (!target)
            throw refused_patch("no such place");
    }
    if (parts.empty())
        document = name == "replace" ? std::move(value) : document;
    else if (target->is_array())
        apply_to_list(target->items(), name, parts.back(), std::move(value));
    else if (name == "remove")
        target->erase(parts.back());
    else if (name != "test")
        target->set(parts.back(), std::move(value));
    else if (const any* found = target->find(parts.back());
             !json_patch(found ? *found : any(), value).items().empty())
        throw refused_patch("test failed");
}

} // namespace

any patched(any document, const any& operations) {
    for (const auto& operation : operations.items())
        apply_operation(document, operation);
    return document;
}

} // namespace argocdpp::tests
