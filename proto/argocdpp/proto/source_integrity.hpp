#pragma once
// Which signatures commits must bear before a project's applications may use them.

#include <argocdpp/proto/any.hpp>

#include <optional>
#include <string>
#include <vector>

namespace argocdpp::proto {

struct integrity_repository {
    std::string url; ///< a pattern
    any rest;
};

struct integrity_keys {
    std::string mode; ///< none, head, strict
    std::vector<std::string> keys;
    any rest;
};

struct integrity_policy {
    std::vector<integrity_repository> repos;
    std::optional<integrity_keys> gpg;
    any rest;
};

struct git_integrity {
    std::vector<integrity_policy> policies;
    any rest;
};

struct source_integrity {
    std::optional<git_integrity> git;
    any rest;
};

} // namespace argocdpp::proto
