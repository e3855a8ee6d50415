#include "pool.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace argocdpp::http {

namespace asio = boost::asio;

/// In the line for as long as it lives; a place that came too late for it goes to the next.
struct pool::waiter {
    waiter(pool& line, const asio::any_io_executor& executor)
        : owner(line)
        , wake_up(executor, time_point::max()) {
        owner.waiting_.push_back(this);
    }
    waiter(const waiter&) = delete;
    waiter& operator=(const waiter&) = delete;
    ~waiter() {
        const auto self = std::find(owner.waiting_.begin(), owner.waiting_.end(), this);
        if (self != owner.waiting_.end())
            owner.waiting_.erase(self);
        else if (!is_taken)
            owner.leave();
    }

    pool& owner;
    asio::steady_timer wake_up;
    bool is_granted = false;
    bool is_taken = false;
};

pool::pool(clock& clock, duration keep, std::size_t places)
    : clock_(clock)
    , keep_(keep)
    , free_places_(places) {}

task<void> pool::enter() {
    if (free_places_ > 0) {
        --free_places_;
        co_return;
    }
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    waiter self(*this, executor);
    boost::system::error_code ignored;
    auto token = asio::redirect_error(asio::use_awaitable, ignored);
    co_await self.wake_up.async_wait(token);
    const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
    if (!self.is_granted || state.cancelled() != asio::cancellation_type::none)
        throw_cancelled();
    self.is_taken = true;
}

void pool::leave() {
    if (waiting_.empty()) {
        ++free_places_;
        return;
    }
    waiter* next = waiting_.front();
    waiting_.pop_front();
    next->is_granted = true;
    next->wake_up.cancel();
}

std::unique_ptr<byte_stream> pool::take() {
    const time_point now = clock_.now();
    const auto is_old = [this, now](const idle& each) { return now - each.since > keep_; };
    idle_.erase(std::remove_if(idle_.begin(), idle_.end(), is_old), idle_.end());
    while (!idle_.empty()) {
        std::unique_ptr<byte_stream> stream = std::move(idle_.back().stream);
        idle_.pop_back();
        if (stream->is_quiet())
            return stream;
    }
    return nullptr;
}

void pool::put_back(std::unique_ptr<byte_stream> stream) {
    idle entry = {std::move(stream), clock_.now()};
    idle_.push_back(std::move(entry));
}

} // namespace argocdpp::http
