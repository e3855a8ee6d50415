#pragma once
// Time as an argument: what waits, asks here, so that tests need not wait.

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>

namespace argocdpp {

template<class T>
using task = boost::asio::awaitable<T>;

using time_point = std::chrono::steady_clock::time_point;
using duration = std::chrono::steady_clock::duration;

class clock {
  public:
    virtual ~clock() = default;
    /// Monotonic time, for deadlines and back-off.
    virtual time_point now() const = 0;
    /// Seconds since 1970, for what people read.
    virtual std::int64_t unix_seconds() const = 0;
    /// Returns at `when`, or throws when cancelled.
    virtual task<void> sleep_until(time_point when) = 0;
};

/// The machine's clock.
clock& system_clock();

} // namespace argocdpp
