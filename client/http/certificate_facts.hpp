#pragma once
// What a certificate says of itself, in the words of Go's crypto/x509.

#include <openssl/types.h>

#include <optional>
#include <string>
#include <string_view>

namespace argocdpp::http {

struct certificate_facts {
    std::string fingerprint; ///< SHA-256, hexadecimal
    std::string subject;     ///< "CN=a.test,O=Team"
};

/// The name of a subject or issuer, as in certificate_facts.
std::string name_text(const X509_NAME* name);

/// Of a certificate in DER; nothing where it is none.
std::optional<certificate_facts> read_certificate(std::string_view der);

} // namespace argocdpp::http
