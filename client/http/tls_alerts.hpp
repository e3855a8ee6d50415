#pragma once
// OpenSSL's failures in Go's words.

#include <string>

namespace argocdpp::http {

/// An entry of OpenSSL's error queue: "remote error: tls: handshake failure" for what the peer
/// complained of, "tls: …" for what we do.
std::string tls_failure_text(unsigned long openssl_error);

} // namespace argocdpp::http
