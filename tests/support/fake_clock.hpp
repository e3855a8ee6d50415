#pragma once
// Virtual time: whatever waits on this clock waits no real time at all.
//
//   fake_clock clock;
//   clock.run(work(clock));    // runs what is ready; when nothing is, jumps to the earliest
//   sleeper
//
// A fake_clock is declared before what uses it: connections live in its io_context. Real sockets
// must not run on it: time would jump to their timeout before the kernel answers.

#include <argocdpp/clock.hpp>
#include <argocdpp/task.hpp>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <vector>

namespace argocdpp::tests {

class fake_clock final : public clock {
  public:
    time_point now() const override { return now_; }
    std::int64_t unix_seconds() const override;
    task<void> sleep_until(time_point when) override;

    /// Runs to the end; what the task throws passes. Throws std::logic_error, after cancelling,
    /// where the task waits for something that cannot come.
    int run(task<int> work);
    void run(task<void> work);

    /// Cancels the running task, as an outer scope would.
    void cancel();

    /// Lets time pass without waking anyone.
    void advance(duration time) { now_ += time; }
    /// Since the clock was made.
    duration elapsed() const { return now_ - start; }

  private:
    struct sleeper;

    static constexpr time_point start = time_point(std::chrono::hours(1));

    bool wake_earliest();

    boost::asio::io_context context_;
    boost::asio::cancellation_signal cancel_;
    std::vector<sleeper*> sleepers_;
    time_point now_ = start;
};

} // namespace argocdpp::tests
