#pragma once
// Syncing an application that may be busy: it has one operation at a time, and Argo CD refuses the
// next.

#include <argocdpp/error.hpp>
#include <argocdpp/operation_track.hpp>

namespace argocdpp {

/// What to do where another operation is at work.
enum class if_busy {
    fail,      ///< pass on what the server says
    wait,      ///< until the application is free, then sync
    join,      ///< follow that operation where it does what was to be done; otherwise wait
    terminate, ///< end that operation, then sync
};

/// Whether the server refused because an operation is at work.
bool is_busy(const error& refusal);

/// Whether the operation at work does all that the request asks for: the same revisions of the
/// same sources, the same resources, at least the same pruning and options, and for real or not.
/// `app` has to be compared just now: what has no revision in the request is taken for what
/// `status.sync` says.
bool does_the_same(const proto::application& app, const proto::sync_request& request);

struct started_sync {
    operation_track operation;
    bool is_joined = false; ///< it is somebody else's
};

/// Learns how a start proceeds, if it wants to.
class start_observer {
  public:
    virtual ~start_observer() = default;
    /// The request is about to be sent: from here on there may be an operation of ours.
    virtual void sending(const operation_track&) {}
    /// The server refused it, or did not get it yet: `app` has this operation at work.
    virtual void waiting(const proto::application&) {}
    virtual void joining(const proto::application&) {}
    virtual void terminating(const proto::application&) {}
    /// The server can't be reached while the application is waited for.
    virtual void trouble(const error&) {}
};

/// What became of the wish to terminate one certain operation.
enum class termination {
    asked_for,  ///< the server was told to
    not_needed, ///< it is over, or being terminated already
    not_ours,   ///< another one is at work, or none
};

} // namespace argocdpp
