#pragma once
// Which revision an application shall be at, and whether it is. Pure; no I/O.
//
// What counts is the revision that the server compared the application with
// (status.sync.revision): that it is deployed as well follows from the sync status, which belongs
// to the same comparison.

#include <argocdpp/proto/application.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace argocdpp {

/// The revision wanted of one source, or of whichever source it fits.
struct source_revision {
    /// Counted from 0. Without it a git source must be at the revision, and with it all sources
    /// that follow the same branch of the same repository.
    std::optional<std::size_t> source;
    /// A commit, whole or its first seven digits at least; of a chart its version.
    std::string revision;
};

struct revision_goal {
    std::vector<source_revision> wanted; ///< all must hold
    /// It is enough that the server compares with it; nothing has to be synced to it.
    bool only_compared = false;
    /// An operation that ended without success, or left resources to prune, ends the wait as met:
    /// for who has started it, and judges it.
    bool ends_with_operation = false;
};

/// Whether a text can be a commit, whole or abbreviated.
bool is_commit_name(std::string_view text);
/// Whether a revision is the wanted one, which may be abbreviated.
bool is_same_revision(std::string_view wanted, std::string_view found);
/// Of a commit the seven digits that people read; anything else whole.
std::string short_revision(std::string_view revision);
/// Whether two names of a branch or tag are the same; nothing is HEAD.
bool is_same_reference(std::string_view left, std::string_view right);

/// The sources that are git repositories, counted from 0.
std::vector<std::size_t> git_sources(const proto::application_spec& spec);
/// What the application was last compared with, one revision per source; fewer where that is not
/// known.
std::vector<std::string> compared_revisions(const proto::application& app);
/// What its last operation deployed or shall deploy, in the same form.
std::vector<std::string> operation_revisions(const proto::application& app);

/// Whether these revisions, one per source, are the wanted ones.
bool are_wanted(const proto::application_spec& spec, const std::vector<std::string>& revisions,
                const revision_goal& goal);
/// Whether the application was last compared with the wanted revisions. Where a hydrator writes
/// what is synced, its dry commit counts as well.
bool is_compared_with(const proto::application& app, const revision_goal& goal);

/// A wanted revision, and what took its place.
struct overtaking {
    std::size_t source = 0;
    std::string wanted;
    std::string by;
    bool was_deployed = false; ///< the wanted one was deployed before the other
};

/// The sources at which a wanted revision is not the one compared with; those that it could fit.
std::vector<overtaking> mismatches(const proto::application& app, const revision_goal& goal);
/// Whether the history has a wanted revision deployed, and behind it another one, which the
/// application is compared with now.
std::optional<overtaking> overtaken_in_history(const proto::application& app,
                                               const revision_goal& goal);

} // namespace argocdpp
