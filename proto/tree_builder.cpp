#include "tree_builder.hpp"

namespace argocdpp::proto {

namespace {

/// Most objects have some: room for them at once saves moving the first ones about.
constexpr std::size_t usual_members = 4;

} // namespace

any& tree_builder::place(any value) {
    if (open_.empty())
        return root_ = std::move(value);
    any& parent = *open_.back();
    if (parent.is_array())
        return parent.items().emplace_back(std::move(value));
    object& members = parent.members();
    if (members.empty())
        members.reserve(usual_members);
    return members.emplace_back(std::move(key_), std::move(value)).second;
}

} // namespace argocdpp::proto
