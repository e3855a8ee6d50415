#pragma once
// One operation among those that an application has one after the other. Pure.
//
// An operation has no name. It is told by when it was asked for, by what it does, and by when it
// started, which is to the second. Between two looks it may have ended and another begun.

#include <argocdpp/proto/application.hpp>
#include <argocdpp/proto/sync_request.hpp>

#include <optional>
#include <string>

namespace argocdpp {

enum class track_state {
    unseen,    ///< as before it was asked for
    running,   ///< asked for and not yet begun, or at work, or to be tried again
    ended,     ///< its end is in `status.operationState`
    overtaken, ///< something else came after it; how it ended does not show any more
};

/// Whether an operation is the one that a request asked for, as far as that can be told.
bool is_like(const proto::operation& found, const proto::sync_request& request);

/// Whether `now` shows an operation like the request that `before` did not show.
bool was_taken(const proto::application& before, const proto::application& now,
               const proto::sync_request& request);

/// Whether an operation ended badly.
bool has_failed(const proto::operation_state& state);

class operation_track {
  public:
    /// The one that a request is about to ask for; `before` is the application as read last.
    operation_track(const proto::application& before, proto::sync_request request);
    /// The one that is asked for or at work.
    explicit operation_track(const proto::application& busy);

    /// The application as the server had it when it took the request.
    void taken(const proto::application& answer);

    /// Where it stands in this state of the application. States older than what is known of it say
    /// nothing new.
    track_state see(const proto::application& app);

  private:
    bool is_it(const proto::operation& found) const;
    track_state see_unstarted(const proto::application& app);

    std::string uid_;
    std::string version_;                  ///< the oldest that shows it; empty where unknown
    std::optional<proto::operation> like_; ///< as the server took it
    proto::sync_request request_;
    std::string started_before_; ///< when the one before it started
    std::string started_;        ///< when it started; empty where that was not seen
    bool is_taken_ = false;
    track_state state_ = track_state::unseen;
};

} // namespace argocdpp
