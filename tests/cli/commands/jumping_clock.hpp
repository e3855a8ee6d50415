#pragma once
// Virtual time for runs of the whole program, which bring their own io_context: when nothing is
// ready to run, time jumps to the earliest sleeper. Real sockets must not run beside it.

#include <argocdpp/clock.hpp>
#include <argocdpp/task.hpp>

#include <boost/asio/io_context.hpp>

#include <vector>

namespace argocdpp::tests {

class jumping_clock final : public clock {
  public:
    time_point now() const override { return now_; }
    /// 2026-11-24T00:30:20Z and what has passed since.
    std::int64_t unix_seconds() const override;
    task<void> sleep_until(time_point when) override;

    /// Since the clock was made.
    duration elapsed() const { return now_ - start; }

  private:
    struct sleeper;

    static constexpr time_point start = time_point(std::chrono::hours(1));

    void jump_when_idle(boost::asio::io_context& context);
    sleeper* earliest() const;

    std::vector<sleeper*> sleepers_;
    time_point now_ = start;
    bool is_jump_due_ = false;
};

} // namespace argocdpp::tests
