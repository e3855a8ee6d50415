#pragma once
// Documents as YAML, byte for byte as the official CLI prints them (sigs.k8s.io/yaml): keys sorted,
// lists not indented below their key, long lines folded behind column 80.

#include <argocdpp/proto/any.hpp>

#include <string>

namespace argocdpp::cli {

/// One document, ended by a line break. Where the official CLI could not write it (control
/// characters, keys of more than 1,024 characters) or would change it (NEL becomes a blank there),
/// the text is escaped instead, and reads back as it was.
std::string to_yaml(const proto::any& document);

} // namespace argocdpp::cli
