#pragma once
// One Kubernetes object as `app get-resource` shows it: a JSON text, or a row for each of its
// fields. (As YAML it is to_yaml's, in the dialect of yaml.v3.)
//
// The official CLI prints the rows of a table in random order; here they come sorted.

#include <argocdpp/proto/any.hpp>

#include <string>
#include <string_view>

namespace argocdpp::cli {

/// The object as a Kubernetes client holds it: keys sorted, and numbers that are no integers of 64
/// bits in floating point.
proto::any as_held(const proto::any& object);

/// Such an object, each level indented by one blank; without a line break at its end.
std::string manifest_json(const proto::any& held);

/// Such an object in one line, as Go's json.Marshal writes it.
std::string compact_json(const proto::any& held);

/// Such an object as Go's fmt prints it with %v: "web", "1e+06", "[a b]", "map[a:1 b:2]", "<nil>".
std::string plain_text(const proto::any& held);

/// Appends the fields of such an object to a table, each named by its path ("spec.ports[0].port");
/// with the name of the object in between where one is given.
void add_fields(std::string& tabbed, const proto::any& held, const std::string* name);

/// metadata.name; empty where there is none.
std::string name_of(const proto::any& object);

} // namespace argocdpp::cli
