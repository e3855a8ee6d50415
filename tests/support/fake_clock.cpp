#include "fake_clock.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <stdexcept>

namespace argocdpp::tests {

namespace asio = boost::asio;

struct fake_clock::sleeper {
    sleeper(fake_clock& clock, time_point when)
        : owner(clock)
        , due(when)
        , timer(clock.context_, time_point::max()) {
        owner.sleepers_.push_back(this);
    }
    sleeper(const sleeper&) = delete;
    sleeper& operator=(const sleeper&) = delete;
    ~sleeper() { std::erase(owner.sleepers_, this); }

    fake_clock& owner;
    time_point due;
    asio::steady_timer timer;
    bool is_woken = false;
};

std::int64_t fake_clock::unix_seconds() const {
    constexpr std::int64_t early_2027 = 1'800'000'000;
    return early_2027 + std::chrono::duration_cast<std::chrono::seconds>(elapsed()).count();
}

task<void> fake_clock::sleep_until(time_point when) {
    if (when <= now_)
        co_return;
    sleeper self(*this, when);
    boost::system::error_code ignored;
    auto token = asio::redirect_error(asio::use_awaitable, ignored);
    co_await self.timer.async_wait(token);
    if (!self.is_woken)
        throw_cancelled();
}

bool fake_clock::wake_earliest() {
    const auto earlier = [](const sleeper* a, const sleeper* b) { return a->due < b->due; };
    const auto earliest = std::min_element(sleepers_.begin(), sleepers_.end(), earlier);
    if (earliest == sleepers_.end() || (*earliest)->due == time_point::max())
        return false;
    now_ = std::max(now_, (*earliest)->due);
    (*earliest)->is_woken = true;
    (*earliest)->timer.cancel();
    // Awake from now on, though its coroutine has yet to leave.
    (*earliest)->due = time_point::max();
    return true;
}

int fake_clock::run(task<int> work) {
    bool is_done = false;
    bool is_stuck = false;
    int result = 0;
    std::exception_ptr failure;
    auto done = [&](std::exception_ptr thrown, int value) {
        failure = std::move(thrown);
        result = value;
        is_done = true;
    };
    asio::co_spawn(context_, std::move(work), asio::bind_cancellation_slot(cancel_.slot(), done));
    while (!is_done) {
        context_.restart();
        if (context_.poll() > 0 || wake_earliest())
            continue;
        if (is_stuck)
            throw std::logic_error("a task ignores being cancelled");
        is_stuck = true;
        cancel();
    }
    if (is_stuck)
        throw std::logic_error("a task waits for what cannot come");
    if (failure)
        std::rethrow_exception(failure);
    return result;
}

namespace {

task<int> with_result(task<void> work) {
    co_await std::move(work);
    co_return 0;
}

} // namespace

void fake_clock::run(task<void> work) { run(with_result(std::move(work))); }

void fake_clock::cancel() {
    // Never in the middle of what runs: a real signal comes between two steps, too.
    asio::post(context_, [this] { cancel_.emit(asio::cancellation_type::terminal); });
}

} // namespace argocdpp::tests
