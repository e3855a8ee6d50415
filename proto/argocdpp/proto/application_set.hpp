#pragma once
// Application sets: a template, and generators that make applications of it.

#include <argocdpp/proto/application.hpp>

#include <string>
#include <vector>

namespace argocdpp::proto {

struct application_set_condition {
    std::string type;
    std::string message;
    timestamp last_transition_time;
    std::string status; ///< True, False, Unknown
    std::string reason;
    any rest;
};

struct application_set_template {
    application_spec spec;
    any rest;
};

struct application_set_spec {
    application_set_template app_template;
    any sync_policy; ///< of the set itself: what may be done to its applications
    any rest;
};

struct application_set_status {
    std::vector<application_set_condition> conditions;
    health_status health;
    any rest;
};

struct application_set {
    object_meta metadata;
    application_set_spec spec;
    application_set_status status;
    any rest;
};

struct application_set_list {
    std::vector<application_set> items;
    any rest;
};

} // namespace argocdpp::proto
