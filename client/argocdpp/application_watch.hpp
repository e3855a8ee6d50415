#pragma once
// Following a list of applications.
//
// As with a wait, asking is the truth and watching a hint: beside the stream of the server's events
// the list is read again and again, soon after the start and after a stream was lost, then about
// every 15 s, and seldom enough that reading takes a tenth of the time at most. The rules:
//   - what an event said while a list was read beats that list, unless the list's version is newer;
//   - what a list does not have is gone;
//   - until the first list is there, any failure of it ends the watch; later only what asking
//     again does not mend: 401, and a 403 that lasts 30 s.

#include <argocdpp/clock.hpp>
#include <argocdpp/error.hpp>
#include <argocdpp/proto/application.hpp>

#include <string>

namespace argocdpp {

/// Learns what there is, if it wants to. Calls come from within the watch, one at a time.
class watch_observer {
  public:
    virtual ~watch_observer() = default;
    /// An application is there, and such; the same may be told more than once.
    virtual void seen(const proto::application& app) = 0;
    /// It is not there any more, by its qualified name; `is_deleted` where the server said so.
    virtual void gone(const std::string& name, bool is_deleted) = 0;
    /// A list was read to its end: all of it has been told.
    virtual void listed() {}
    /// The list can't be read; the watch goes on.
    virtual void trouble(const error&) {}
};

struct watch_options {
    duration shortest_poll = std::chrono::seconds(2);
    duration longest_poll = std::chrono::seconds(15);
};

} // namespace argocdpp
