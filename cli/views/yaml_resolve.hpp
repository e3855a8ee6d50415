#pragma once
// What a plain YAML 1.1 scalar means: which texts would not come back as the strings they are.

#include "yaml_dialect.hpp"

#include <argocdpp/proto/any.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace argocdpp::cli {

/// Whether a text without quotes is read as a string: not as null, boolean, number (also in base
/// 60) or time. These are goyaml's rules, which are not quite those of YAML's repository of types.
bool reads_as_string(std::string_view text, const yaml_dialect& dialect);

/// A JSON number the way YAML gets it: integers of 64 bits as they are, others as the shortest
/// decimals that mean the same double (1e+20). Nothing for what no double can hold.
std::optional<std::string> number_text(const proto::number& number);

} // namespace argocdpp::cli
