#pragma once
// Errors about repositories without the secrets that were sent.

#include <argocdpp/error.hpp>
#include <argocdpp/proto/repository.hpp>

namespace argocdpp {

/// The error with "***" for every secret, also as JSON spells it; also the proxy's password.
error without_secrets(const error& failure, const proto::repository_access& sent);

} // namespace argocdpp
