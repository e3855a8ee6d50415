#pragma once
// Documents as YAML, byte for byte as the official CLI prints them: keys sorted; in the dialect of
// sigs.k8s.io/yaml lists are not indented below their key and long lines folded behind column 80.

#include "yaml_dialect.hpp"

#include <argocdpp/proto/any.hpp>

#include <string>

namespace argocdpp::cli {

/// One document, ended by a line break. Where the official CLI could not write it (control
/// characters, keys of more than 1,024 characters) or would change it (NEL becomes a blank there),
/// the text is escaped instead, and reads back as it was.
std::string to_yaml(const proto::any& document, const yaml_dialect& dialect = sigs_yaml);

} // namespace argocdpp::cli
