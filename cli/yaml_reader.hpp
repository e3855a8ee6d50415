#pragma once
// YAML text to values, as the official CLI reads it: YAML 1.1 words (yes, on, ~), in keys too,
// whose text is then that of the value ("true", "8"); tags (!!str, !!int, !!binary); JSON is YAML
// too; the last one of equal keys wins, and `<<` merges where it stands: over the keys in front of
// it.
//
// Foreign text: nesting is bounded to 100 levels and what aliases multiply to 100,000 values
// or 25 MB.

#include <argocdpp/proto/any.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace argocdpp::cli {

/// Text that is no YAML. what() is "yaml: line 6, column 3: …".
class yaml_error : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// The first document; null where there is none. Throws yaml_error.
proto::any parse_yaml(const std::string& text);

/// The documents in front of what is no YAML.
struct yaml_documents {
    std::vector<proto::any> documents; ///< without empty ones
    std::string fault;                 ///< as what() of yaml_error; empty where all is YAML
};
yaml_documents parse_yaml_documents(const std::string& text);

} // namespace argocdpp::cli
