#include "field_filter.hpp"

#include "manifest.hpp"

#include <optional>
#include <span>

namespace argocdpp::cli {
namespace {

using path_view = std::span<const std::string>;

std::vector<std::string> split(const std::string& path) {
    std::vector<std::string> parts(1);
    for (const char sign : path) {
        if (sign == '.')
            parts.emplace_back();
        else
            parts.back() += sign;
    }
    return parts;
}

const proto::any* value_at(const proto::any& object, path_view path) {
    const auto* value = &object;
    for (const auto& key : path)
        value = value && value->is_object() ? value->find(key) : nullptr;
    return value;
}

/// Puts a value at a path; false where something that is no object stands in its way.
bool put(proto::any& into, path_view path, proto::any value) {
    if (path.size() == 1) {
        into.set(path.front(), std::move(value));
        return true;
    }
    auto* next = into.find(path.front());
    if (!next)
        next = &into.set(path.front(), proto::object());
    return next->is_object() && put(*next, path.subspan(1), std::move(value));
}

class extraction {
  public:
    explicit extraction(bool for_json)
        : for_json_(for_json) {}

    /// The object reduced to what is at a path that leads through lists; nothing where there is no
    /// list on it.
    std::optional<proto::any> nested(const proto::any& object, path_view path,
                                     std::size_t depth) const {
        for (; depth < path.size(); ++depth) {
            const auto* value = value_at(object, path.first(depth + 1));
            if (!value || !value->is_array())
                continue;
            proto::any made{proto::object()};
            put(made, path.first(depth + 1), items(value->items(), path.subspan(depth + 1)));
            return made;
        }
        return std::nullopt;
    }

  private:
    proto::any items(const proto::array& list, path_view path) const {
        proto::array found;
        for (const auto& item : list) {
            const auto* value = item.is_object() ? value_at(item, path) : nullptr;
            if (!value)
                continue;
            proto::any made{proto::object()};
            put(made, path, *value);
            found.push_back(std::move(made));
        }
        if (!found.empty())
            return found;
        for (const auto& item : list)
            if (item.is_object())
                found.push_back(nested(item, path, 0).value_or(absent(proto::object())));
        if (found.empty())
            return absent(proto::array());
        return found;
    }

    /// What Go holds as a map or a list that is nil: JSON shows it as null, YAML as empty.
    proto::any absent(proto::any empty) const { return for_json_ ? proto::any() : empty; }

    bool for_json_;
};

} // namespace

proto::any only_fields(const proto::any& object, const std::vector<std::string>& paths,
                       bool for_json) {
    const proto::any nothing{proto::object()};
    auto found = nothing;
    const extraction lists(for_json);
    for (const auto& path : paths) {
        const auto parts = split(path);
        if (const auto* value = value_at(object, parts))
            put(found, parts, *value);
        else
            found = lists.nested(object, parts, 0).value_or(nothing);
    }
    const std::vector<std::string> name_path = {"metadata", "name"};
    if (const auto name = name_of(object); !name.empty())
        put(found, name_path, name);
    return found;
}

} // namespace argocdpp::cli
