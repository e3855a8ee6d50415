#pragma once
// Who is trusted: the system's certificates, found as lazily as they can be, and the checks on the
// certificate a server shows, worded as Go words them.
//
// A directory whose files are named by hash costs nothing until a certificate is looked up; a
// bundle is parsed whole (15 ms for Debian's) and is used only where there is no such directory.

#include <argocdpp/settings.hpp>

#include <openssl/types.h>

#include <cstdint>
#include <string>

namespace argocdpp::http {

/// Adds what the settings and the system trust. As in Go, a bundle or directory of the settings
/// stands for the system's of the same kind, and only both together replace the system's trust.
/// Throws `error` (local) where extra_authorities holds no certificate.
void add_authorities(X509_STORE* store, const tls_settings& settings);

/// The certificate and key to show. Throws `error` (local) with Go's text where they do not fit.
void use_client_certificate(SSL_CTX* context, const tls_settings& settings);

/// What is wrong with a server's certificate for `host` at that time, as Go says it ("x509:
/// certificate is valid for a, b, not c"); empty where nothing is. The chain is not looked at.
std::string certificate_problem(X509* certificate, const std::string& host,
                                std::int64_t unix_seconds);

/// Whose a certificate is, by whom, and until when, for a person who has to do something about it.
std::string certificate_text(X509* certificate);

/// What a failed X509_verify_cert found, as Go says it; never empty.
std::string chain_problem(X509_STORE_CTX* verified, std::int64_t unix_seconds);

} // namespace argocdpp::http
