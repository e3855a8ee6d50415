#pragma once
// What an unquoted word of YAML means.

#include <argocdpp/proto/any.hpp>

#include <string_view>

namespace argocdpp::cli {

/// null, a bool, a number (spelled as JSON would) or the text itself.
proto::any resolve_yaml_scalar(std::string_view text);

} // namespace argocdpp::cli
