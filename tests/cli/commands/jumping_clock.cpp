#include "jumping_clock.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <memory>
#include <utility>

namespace argocdpp::tests {

namespace asio = boost::asio;

struct jumping_clock::sleeper {
    sleeper(jumping_clock& clock, const asio::any_io_executor& executor, time_point when)
        : owner(clock)
        , due(when)
        , timer(executor, time_point::max()) {
        owner.sleepers_.push_back(this);
    }
    sleeper(const sleeper&) = delete;
    sleeper& operator=(const sleeper&) = delete;
    ~sleeper() { std::erase(owner.sleepers_, this); }

    jumping_clock& owner;
    time_point due;
    asio::steady_timer timer;
    bool is_woken = false;
};

std::int64_t jumping_clock::unix_seconds() const {
    return 1795480220 + std::chrono::duration_cast<std::chrono::seconds>(elapsed()).count();
}

task<void> jumping_clock::sleep_until(time_point when) {
    if (when <= now_)
        co_return;
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    sleeper self(*this, executor, when);
    jump_when_idle(static_cast<asio::io_context&>(executor.context()));
    boost::system::error_code ignored;
    auto token = asio::redirect_error(asio::use_awaitable, ignored);
    co_await self.timer.async_wait(token);
    if (!self.is_woken)
        throw_cancelled();
}

jumping_clock::sleeper* jumping_clock::earliest() const {
    const auto earlier = [](const sleeper* a, const sleeper* b) { return a->due < b->due; };
    const auto found = std::min_element(sleepers_.begin(), sleepers_.end(), earlier);
    return found == sleepers_.end() || (*found)->due == time_point::max() ? nullptr : *found;
}

void jumping_clock::jump_when_idle(asio::io_context& context) {
    if (std::exchange(is_jump_due_, true))
        return;
    // Also where the handler is dropped with its io_context.
    std::shared_ptr<void> done(nullptr, [this](void*) { is_jump_due_ = false; });
    asio::post(context, [this, &context, done = std::move(done)]() mutable {
        while (context.poll_one() > 0) {
        }
        if (auto* next = earliest()) {
            now_ = std::max(now_, next->due);
            next->is_woken = true;
            next->due = time_point::max(); // awake, though its coroutine has yet to leave
            next->timer.cancel();
        }
        done.reset();
        if (earliest())
            jump_when_idle(context);
    });
}

} // namespace argocdpp::tests
