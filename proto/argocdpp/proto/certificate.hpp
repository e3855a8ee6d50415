#pragma once
// Certificates and SSH host keys that repository servers are known by.

#include <argocdpp/proto/any.hpp>

#include <string>
#include <vector>

namespace argocdpp::proto {

struct repository_certificate {
    std::string server_name;
    std::string type;     ///< ssh, https
    std::string sub_type; ///< "ssh-rsa"
    std::string data;     ///< base64
    std::string info;     ///< a fingerprint, or the subject
    any rest;
};

struct repository_certificate_list {
    std::vector<repository_certificate> items;
    any rest;
};

} // namespace argocdpp::proto
