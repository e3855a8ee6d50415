#pragma once
// Only some fields of an object, for `app get-resource --filter-fields`.

#include <argocdpp/proto/any.hpp>

#include <string>
#include <vector>

namespace argocdpp::cli {

/// The fields at these paths ("spec.ports.port"; lists on the way are gone through), and the name.
/// As in the official CLI a path that leads through a list drops what the paths before it found.
/// Where it leads to nothing in an element of a list, or into a list without objects, JSON shows
/// null there.
proto::any only_fields(const proto::any& object, const std::vector<std::string>& paths,
                       bool for_json);

} // namespace argocdpp::cli
