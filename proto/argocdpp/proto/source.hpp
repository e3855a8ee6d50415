#pragma once
// Where the manifests of an application come from and how they are rendered.

#include <argocdpp/proto/metadata.hpp>

#include <optional>
#include <string>
#include <vector>

namespace argocdpp::proto {

struct helm_parameter {
    std::string name;
    std::string value;
    bool force_string = false;
    any rest;
};

struct helm_source {
    std::vector<std::string> value_files;
    std::vector<helm_parameter> parameters;
    std::string release_name;
    std::string values;
    any rest;
};

struct kustomize_source {
    std::string name_prefix;
    std::string name_suffix;
    std::vector<std::string> images;
    any rest;
};

struct application_source {
    std::string repo_url;
    std::string path;
    std::string target_revision;
    std::optional<helm_source> helm;
    std::optional<kustomize_source> kustomize;
    std::string chart;
    std::string ref;
    std::string name;
    any rest;
};

} // namespace argocdpp::proto
