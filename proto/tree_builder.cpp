#include "tree_builder.hpp"

namespace argocdpp::proto {

any& tree_builder::place(any value) {
    if (open_.empty())
        return root_ = std::move(value);
    any& parent = *open_.back();
    if (parent.is_array())
        return parent.items().emplace_back(std::move(value));
    return parent.members().emplace_back(std::move(key_), std::move(value)).second;
}

} // namespace argocdpp::proto
