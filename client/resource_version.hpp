#pragma once
// Which of two states of an object is the older one.

#include <string>

namespace argocdpp {

/// Kubernetes' resource versions compare as numbers since 1.35; anything else compares as unknown,
/// which is not older.
bool is_older(const std::string& version, const std::string& than);

} // namespace argocdpp
