#pragma once
// Public keys that signatures of commits are checked with.

#include <argocdpp/proto/any.hpp>

#include <string>
#include <vector>

namespace argocdpp::proto {

struct gpg_key {
    std::string key_id;
    std::string fingerprint;
    std::string owner;
    std::string trust;
    std::string sub_type; ///< "rsa4096"
    std::string key_data; ///< ASCII armour
    any rest;
};

struct gpg_key_list {
    std::vector<gpg_key> items;
    any rest;
};

struct gpg_key_creation {
    gpg_key_list created;
    std::vector<std::string> skipped; ///< those that were there
    any rest;
};

} // namespace argocdpp::proto
