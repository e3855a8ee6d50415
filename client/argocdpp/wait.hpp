#pragma once
// Waiting for an application: which state, how to tell, and what to do next. Pure; no I/O, no
// clock.
//
// Asking is the truth, watching is a hint: the server may drop events and cut streams, so the
// application is also read again every 2 to 15 s. The rules:
//   - a read counts unless an event outran it; an event counts unless a later state is known;
//   - 401 ends the wait; so do 404 (the application is gone) and a 403 that lasts 30 s (a single
//   one
//     may be the server failing to read its own database);
//   - a cut stream is opened again at once, after repeated failures with growing pauses;
//   - while nothing can be reached the wait goes on until its deadline; without one, five minutes;
//   - where a revision is waited for, revision_watch.hpp has the rest.

#include <argocdpp/clock.hpp>
#include <argocdpp/error.hpp>
#include <argocdpp/reopening.hpp>
#include <argocdpp/resources.hpp>
#include <argocdpp/revision_watch.hpp>
#include <argocdpp/wait_conduct.hpp>

#include <optional>
#include <string>
#include <vector>

namespace argocdpp {

/// Which state to wait for; all that are set must hold, but for health, suspended and degraded, of
/// which one is enough. `deletion` waits for the application to be gone, whatever else is set.
struct wait_conditions {
    bool sync = false;
    bool health = false;
    bool suspended = false;
    bool degraded = false;
    bool operation = false; ///< nothing running, and compared since
    bool hydrated = false;
    bool deletion = false;

    bool operator==(const wait_conditions&) const = default;
};

/// Whether an operation is asked for or running, or finished and not yet compared since.
bool is_operation_in_progress(const proto::application& app);

/// Whether the conditions hold for the application, or, with selectors, for each resource chosen.
/// A resource of a kind without health counts as healthy.
bool is_satisfied(const proto::application& app, const wait_conditions& conditions,
                  const std::vector<resource_selector>& selectors);

struct wait_options {
    wait_conditions conditions;
    std::vector<resource_selector> resources;
    duration timeout = duration::zero(); ///< zero means none
    duration shortest_poll = std::chrono::seconds(2);
    duration longest_poll = std::chrono::seconds(15);
    duration patience = std::chrono::minutes(5); ///< unreachable for so long, without a timeout
    /// For a wait for deletion: the application as read before it was asked to go. The wait then
    /// ends well also where it is gone, or has a successor, by the time of the first look.
    std::optional<proto::application> known = {};
    wait_conduct conduct = {};
    /// Which revision to wait for; unless `only_compared`, it must be synced and no operation at
    /// work, whatever the conditions are.
    std::optional<revision_goal> revision = {};
};

enum class wait_outcome {
    met,
    deleted,   ///< the application is gone, and that was waited for
    timed_out, ///< the deadline passed
    degraded,  ///< something became Degraded while health was waited for, or stayed it for too long
    operation_failed, ///< as wait_conduct::fail_fast has it
    overtaken,        ///< another operation came after the tracked one before its end was seen
    superseded,       ///< another revision took the place of the one waited for
    failed,           ///< `failure` says what ended it: gone, unauthenticated, denied, unreachable
};

struct wait_result {
    wait_outcome outcome = wait_outcome::met;
    /// The application as last seen.
    proto::application app;
    /// A run of an operation that changes things was seen on the way: its comparison may lag
    /// behind.
    bool saw_operation = false;
    /// For `degraded`: the health before; empty where it was Degraded for too long.
    std::string health_before;
    /// For `superseded`.
    std::optional<overtaking> overtaken;
    /// For `failed`; also the last trouble of a wait that timed out.
    std::optional<error> failure;
};

/// Learns of progress, if it wants to. Calls come from within the wait, one at a time.
class wait_observer {
  public:
    virtual ~wait_observer() = default;
    /// The application as it is now known to be, at every read and event that counts.
    virtual void seen(const proto::application&) {}
    /// Rows that are new or changed, as they stand now.
    virtual void changed(const std::vector<resource_state>&) {}
    /// The server can't be reached or does not answer as it should; the wait goes on.
    virtual void trouble(const error&) {}
};

/// Decides. Facts go in with their time; what to do next comes out.
class wait_machine {
  public:
    wait_machine(wait_options options, time_point now);

    /// A GET is sent: an event that comes before its answer may be the newer of the two.
    void on_read_begun() { is_event_since_read_ = false; }
    /// The application as a GET returned it. Returns the rows that changed.
    std::vector<resource_state> on_read(proto::application app, time_point now);
    /// The application as an event showed it. Returns the rows that changed.
    std::vector<resource_state> on_event(std::string_view type, proto::application app,
                                         time_point now);
    void on_read_failed(const error& failure, time_point now);
    /// The application as the answer to a refresh; on_read comes first.
    void on_refreshed(const proto::application& app, time_point now);
    void on_stream_opened(time_point now) { stream_.on_opened(now); }
    /// The stream ended (no failure) or broke.
    void on_stream_lost(const error* failure, time_point now);

    /// Time has passed: ends the wait where something has been Degraded for too long.
    void on_time(time_point now);

    bool is_done() const { return done_.has_value(); }
    /// Whether the application was read at all.
    bool has_seen() const { return seen_; }
    /// The application as last seen, where it was seen at all.
    const proto::application& app() const { return result_.app; }
    /// How often a state of it counted; the same number means that nothing new was learnt.
    int states() const { return states_; }
    /// When the wait must end by itself; time_point::max() without a timeout.
    time_point deadline() const { return deadline_; }
    /// When to read the application next. `random` in [0, 1).
    time_point next_read(double random) const;
    /// Whether a read would tell something new: none was made for the shortest poll, or one is
    /// wanted.
    bool is_read_due(time_point now) const;
    /// Whether a read should not wait for its time: an event has raised a question.
    bool is_read_overdue(time_point now) const;
    /// When on_time may have something to say; time_point::max() where it never has.
    time_point next_look(time_point now) const { return judge_.next_look(now); }
    bool is_grace_over(time_point now) const { return judge_.is_grace_over(now); }
    /// When to open the stream again.
    time_point next_open(double random) const { return stream_.next(random); }
    /// From which version on events matter.
    const std::string& resource_version() const;
    /// What there is to do for the revision that is waited for; nullptr where none is.
    revision_watch* revision() { return revision_ ? &*revision_ : nullptr; }
    /// The application's project, once known: sent with every call, for honest 404s.
    const std::string& project() const;

    /// The result so far, as of its deadline where nothing ended it.
    wait_result result() &&;

  private:
    std::vector<resource_state> observe(proto::application app, time_point now);
    /// Whether this state ends the wait, and how.
    bool is_ended_by(proto::application& app, time_point now);
    /// Whether a later state of the same application is known.
    bool is_outdated(const proto::application& app) const;
    void read_soon(time_point now);
    void fail(const error& failure);

    /// Whether nothing is left to wait for.
    bool is_met(const proto::application& app) const;
    /// Whether the application is at the wanted revision, where there is one.
    bool is_at_revision(const proto::application& app) const;

    wait_options options_;
    conduct_judge judge_;
    time_point deadline_;
    std::optional<wait_outcome> done_;
    wait_result result_;
    bool seen_ = false;
    int states_ = 0;
    std::vector<resource_state> rows_;
    time_point last_read_;
    bool is_event_since_read_ = false;
    int reads_ = 0;
    reopening stream_;
    std::optional<time_point> denied_since_;
    std::optional<time_point> unreachable_since_;
    std::optional<revision_watch> revision_;
};

} // namespace argocdpp
