#include <argocdpp/clock.hpp>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <ctime>

namespace argocdpp {

namespace {

class machine_clock final : public clock {
  public:
    time_point now() const override { return std::chrono::steady_clock::now(); }

    std::int64_t unix_seconds() const override { return std::time(nullptr); }

    task<void> sleep_until(time_point when) override {
        const boost::asio::any_io_executor executor = co_await boost::asio::this_coro::executor;
        boost::asio::steady_timer timer(executor, when);
        co_await timer.async_wait(boost::asio::use_awaitable);
    }
};

} // namespace

clock& system_clock() {
    static machine_clock clock;
    return clock;
}

} // namespace argocdpp
