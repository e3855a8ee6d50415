#pragma once
// Local accounts of the server and their tokens.

#include <argocdpp/proto/any.hpp>

#include <string>
#include <vector>

namespace argocdpp::proto {

struct account_token {
    std::string id;
    long long issued_at = 0;  ///< seconds since 1970
    long long expires_at = 0; ///< 0 for never
    any rest;
};

struct account {
    std::string name;
    bool enabled = false;
    std::vector<std::string> capabilities; ///< login, apiKey
    std::vector<account_token> tokens;
    any rest;
};

struct account_list {
    std::vector<account> items;
    any rest;
};

} // namespace argocdpp::proto
