#pragma once
// --timeout of one application: it runs from the first call on, not only while the command waits.

#include <argocdpp/clock.hpp>

#include <chrono>
#include <string>

namespace argocdpp::cli {

class time_limit {
  public:
    /// Begins to run now; zero is no limit. The clock outlives it.
    time_limit(clock& time, std::chrono::seconds timeout);

    /// Lets it end with something larger, where that ends earlier.
    void end_by(time_point latest);

    /// As it was given, or what was left of something larger, rounded up.
    std::chrono::seconds timeout() const { return timeout_; }
    bool is_set() const { return timeout_ != std::chrono::seconds::zero(); }
    /// time_point::max() where there is no limit.
    time_point deadline() const;
    /// What is left for a wait, a little at least; zero, which is no limit there, without one.
    duration left() const;

    /// Runs a step that comes before the wait. Throws `failure`, "timed out (5s) WHAT", where the
    /// time is up before it has ended.
    task<void> hold(task<void> step, std::string what) const;

  private:
    clock& time_;
    std::chrono::seconds timeout_;
    time_point started_;
    time_point deadline_;
};

} // namespace argocdpp::cli
