#pragma once
// --local: manifests of a directory of this machine in the place of what is in git.
//
// The official CLI renders them itself, with helm and kustomize beside it. Here the server does, as
// for its --server-side-generate: it gets the directory as the application's path, and the rest of
// the repository around it.

#include "invocation.hpp"

#include <argocdpp/applications.hpp>
#include <argocdpp/resources.hpp>

#include <string>
#include <vector>

namespace argocdpp::cli {

struct local_choice {
    std::string directory; ///< --local; empty where it was not given
    /// --local-repo-root. Where that was not given or is "/", the git repository around the
    /// directory counts, or where there is none the directory alone.
    std::string root;
};

/// The JSON texts of what a directory renders to, as `app manifests` shows them: without Secrets,
/// each of which is named on standard error.
task<std::vector<std::string>> local_manifests(invocation& call, app_ref app,
                                               const proto::application& state,
                                               const local_choice& given);

/// The same as `app sync` sends them, or `failure` where they may not be synced.
task<std::vector<std::string>> manifests_to_sync(invocation& call, app_ref app,
                                                 const proto::application& state,
                                                 const local_choice& given, bool is_dry_run,
                                                 const std::vector<resource_selector>& selectors);

} // namespace argocdpp::cli
