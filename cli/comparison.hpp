#pragma once
// What the objects of an application are, and what a sync would make of them: the pairs behind
// `app diff` and `app sync --preview-changes`.
//
// The server compares: by default its controller has done so already, and its answer comes with the
// managed resources. Of other targets (revisions) only those that differ from what the controller
// compared with are unknown.

#include "invocation.hpp"

#include <argocdpp/applications.hpp>

#include <optional>
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

/// Compares as the controller did, or with what other revisions render to where `rendered` is
/// given. `state` is the application, needed with `rendered` only. Throws `error`, `failure`.
task<std::vector<comparison>> compare(invocation& call, app_ref app,
                                      std::optional<manifest_query> rendered,
                                      const proto::application& state);

/// Those of the objects that differ, by group/kind/namespace/name. A side that is not there, or is
/// a hook, is empty.
std::vector<comparison> changes(std::vector<comparison> all);

} // namespace argocdpp::cli
