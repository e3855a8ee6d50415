#pragma once
// Certificates made on the spot, for servers and clients on loopback.

#include <cstdint>
#include <string>

namespace argocdpp::tests {

struct identity {
    std::string certificate; ///< PEM
    std::string key;         ///< PEM
};

struct certificate_wish {
    std::string common_name = "argocd";
    /// As OpenSSL writes it: "DNS:a.test,IP:127.0.0.1"; empty for none.
    std::string names;
    bool is_authority = false;
    long begins = -3600; ///< seconds from now
    long ends = 3600;
};

/// Signed by `issuer`, or by itself where there is none.
identity make_identity(const certificate_wish& wish, const identity* issuer = nullptr);

/// The name of its file in a directory that OpenSSL searches by hash, without the ".0".
std::string subject_hash(const identity& authority);

} // namespace argocdpp::tests
