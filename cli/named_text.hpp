#pragma once
// Text that a flag names: a file, an URL, or standard input as "-".
//
// An URL is asked for as any browser would, without the token and headers meant for Argo CD, by way
// of the environment's proxies, trusting what the system trusts. Redirects are followed.

#include "invocation.hpp"

#include <string>

namespace argocdpp::cli {

/// Throws `failure` (exit code 20): a file that can't be read, an URL that does not answer with
/// success. No query of an URL is in its text: it may be secret.
///
/// To be called before the server is asked for anything: what could be said of the server's address
/// would else be that of the URL.
task<std::string> read_named_text(invocation& call, std::string name);

} // namespace argocdpp::cli
