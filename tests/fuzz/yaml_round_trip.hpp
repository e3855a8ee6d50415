#pragma once
// What to_yaml writes is read back as what it was.

#include <argocdpp/proto/any.hpp>

namespace argocdpp::fuzz {

/// Whether what was read means what was written: the order of keys does not count, nor how a number
/// is spelled.
bool means_the_same(const proto::any& read, const proto::any& written);

/// Throws broken_promise unless the document comes back from either dialect of YAML.
void expect_yaml_round_trip(const proto::any& document);

} // namespace argocdpp::fuzz
