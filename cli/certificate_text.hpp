#pragma once
// Certificates in PEM and SSH known hosts, as they are found in text that people paste.

#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

/// Each certificate's block of lines, without what stands between them. Throws `failure` where
/// there are too many, or too long ones.
std::vector<std::string> certificate_blocks(std::string_view text);

struct pem_certificate {
    std::string fingerprint; ///< SHA-256, hexadecimal
    std::string subject;
};
/// Throws `failure` where the block holds no certificate.
pem_certificate read_certificate_block(const std::string& block);

struct known_host {
    std::vector<std::string> hosts;
    std::string type; ///< "ssh-ed25519"
    std::string key;  ///< base64, and what follows it
};
/// The lines that look like entries; others are passed over. Throws `failure` for too many.
std::vector<std::string> known_host_lines(std::string_view text);
/// Throws `failure` where the line holds no key.
known_host read_known_host(const std::string& line);

} // namespace argocdpp::cli
