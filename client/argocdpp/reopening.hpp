#pragma once
// When to open a stream again: one that was cut at once, one that fails again and again with
// growing pauses. Pure.

#include <argocdpp/clock.hpp>

namespace argocdpp {

class reopening {
  public:
    explicit reopening(time_point now)
        : last_change_(now) {}

    void on_opened(time_point now);
    void on_lost(time_point now);
    /// When to open it. `random` in [0, 1).
    time_point next(double random) const;

  private:
    time_point last_change_;
    bool is_open_ = false;
    int failures_ = 0;
};

} // namespace argocdpp
