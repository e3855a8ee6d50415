#pragma once
// Which applications `app list` shows by their specs: --project, --repo, --cluster, --path. The
// client judges, as the official CLI does.

#include "flags.hpp"

#include <argocdpp/proto/application.hpp>

#include <string>
#include <vector>

namespace argocdpp::cli {

struct application_filter {
    std::string repo;
    std::string cluster; ///< name or URL
    std::string path;
    text_list projects;

    /// Whether not every application passes.
    bool is_used() const;
    bool wants(const proto::application& app) const;
    /// What of an application it looks at, as paths of a projection.
    std::vector<std::string> paths() const;
};

void describe_filter(flag_set& flags, application_filter& given);

} // namespace argocdpp::cli
