#pragma once
// One resource of an application: its live manifest, and the actions that the server offers on it.

#include <argocdpp/proto/any.hpp>

#include <string>
#include <vector>

namespace argocdpp::proto {

struct resource_answer {
    std::string manifest; ///< JSON text of the object, secrets hidden
    any rest;
};

struct resource_action {
    std::string name;
    bool disabled = false;
    any rest;
};

struct resource_actions {
    std::vector<resource_action> actions;
    any rest;
};

} // namespace argocdpp::proto
