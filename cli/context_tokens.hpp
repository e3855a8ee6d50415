#pragma once
// The token of a context that came from single sign-on: renewed by its refresh token before it
// expires, and kept in the config file for the commands to come.
//
// Several processes may notice at once that it is time: one of them asks the issuer, the others
// wait for it and take what it has written. A refresh token mostly counts only once.

#include "invocation.hpp"

#include <argocdpp/token_source.hpp>

#include <memory>
#include <string>

namespace argocdpp::cli {

/// The tokens of a user of the config file, for requests to the server of `settings`. Outlived by
/// the invocation. A renewal that fails throws: `failure` (exit code 1, as in the official CLI) at
/// the first request, `error` later, when somebody may be waiting for more important things.
std::unique_ptr<token_source> make_context_tokens(invocation& call, std::string user,
                                                  client_settings settings);

} // namespace argocdpp::cli
