#pragma once
// What the objects of an application are, and what a sync would make of them: the pairs behind
// `app diff` and `app sync --preview-changes`.
//
// The server compares: by default its controller has done so already, and its answer comes with the
// managed resources. Of other targets (revisions, local directories) only those that differ from
// what the controller compared with are unknown; for these a dry run on the server tells.

#include "invocation.hpp"

#include <argocdpp/applications.hpp>

#include <functional>
#include <string>
#include <vector>

namespace argocdpp::cli {

/// One object of an application. Each state is a JSON text, empty or "null" for what is not there.
struct comparison {
    std::string group;
    std::string kind;
    std::string name_space;
    std::string name;
    std::string live;      ///< without what is not compared
    std::string target;    ///< as rendered; needed only where `predicted` is not known
    std::string predicted; ///< what a sync would make of the live object
    bool modified = false; ///< whether `predicted` differs from `live`
    /// Whether the last two are still to be found out.
    bool is_open = false;
};

/// Renders targets: the JSON texts of objects.
using target_source = std::function<task<std::vector<std::string>>()>;

/// What the server renders at other revisions. The call outlives the source.
target_source rendered_at(invocation& call, app_ref app, manifest_query revisions);

/// What to compare with, and how.
struct comparison_wish {
    target_source targets; ///< those that the controller compared with where empty
    bool anew = false;     ///< a dry run of every object, whatever the controller found
    bool without_secrets = false;
    comparison_limits limits;
};

/// The limits of --server-side-diff-concurrency and --server-side-diff-max-batch-kb.
comparison_limits limits_of(long long concurrency, long long batch_kb);

/// Compares. `state` is the application, needed where there are other targets. Throws `error`.
task<std::vector<comparison>> compare(invocation& call, app_ref app, comparison_wish wish,
                                      const proto::application& state);

/// Those of the objects that differ, by group/kind/namespace/name. A side that is not there, or is
/// a hook, is empty.
std::vector<comparison> changes(std::vector<comparison> all);

} // namespace argocdpp::cli
