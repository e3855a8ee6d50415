#pragma once
// A line now and then while nothing else is said, so that nobody takes a quiet wait for a dead one.

#include "../log.hpp"
#include "run_record.hpp"

#include <argocdpp/clock.hpp>
#include <argocdpp/task.hpp>

#include <map>
#include <string>

namespace argocdpp::cli {

/// "still waiting for application 'x': 1 of 3 resources Progressing, 2m10s"
std::string heartbeat_text(const application_record& one, time_point now);

class heartbeat {
  public:
    heartbeat(log& talk, clock& time, const run_recorder& known, duration interval)
        : talk_(talk)
        , time_(time)
        , known_(known)
        , interval_(interval) {}

    /// Goes on until it is cancelled: says so of each application about which nothing changed, and
    /// nothing was said, for an interval.
    task<void> run();

  private:
    time_point due(std::size_t index) const;

    log& talk_;
    clock& time_;
    const run_recorder& known_;
    duration interval_;
    std::map<std::size_t, time_point> told_; ///< by the place in the record
};

} // namespace argocdpp::cli
