#pragma once
// How a server that somebody logs in to for the first time can be talked to.
//
// Asks its version the way the entry says, and where that fails in the TLS handshake, accepting any
// certificate, and then in plain text. The two weaker tries send no headers of the user's: nobody
// has agreed to them yet.

#include "invocation.hpp"

#include <string>

namespace argocdpp::cli {

enum class tls_state {
    fine,      ///< reachable as the entry says
    untrusted, ///< TLS, but with a certificate that is not trusted
    missing,   ///< plain text only
};

struct tls_finding {
    tls_state state = tls_state::fine;
    std::string problem; ///< what is wrong with the certificate
};

/// Throws `failure` where the server can't be reached either way.
task<tls_finding> check_tls(invocation& call, config_server entry);

} // namespace argocdpp::cli
