#include "signal_watch.hpp"

#include <argocdpp/error.hpp>
#include <argocdpp/task.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <exception>
#include <limits>
#include <optional>
#include <utility>

namespace argocdpp {

namespace {

namespace asio = boost::asio;
using exceptions = std::vector<std::exception_ptr>;
using spawned =
    decltype(asio::co_spawn(asio::any_io_executor(), std::declval<task<void>>(), asio::deferred));

struct outcome {
    std::vector<std::size_t> order;
    exceptions failures;
};

/// Runs the children until all have ended; `Condition` says after which end the others are
/// cancelled.
template<class Condition>
task<outcome> run_group(std::vector<task<void>> children, Condition condition) {
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    std::vector<spawned> operations;
    operations.reserve(children.size());
    for (task<void>& child : children)
        operations.push_back(asio::co_spawn(executor, std::move(child), asio::deferred));

    auto group = asio::experimental::make_parallel_group(std::move(operations));
    outcome result;
    std::tie(result.order, result.failures) =
        co_await group.async_wait(condition, asio::use_awaitable);

    // The children's failures are then only echoes of the cancelling, whatever they look like.
    const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
        throw_cancelled();
    co_return result;
}

/// One of `limit` workers: takes the next child not yet begun until there is none.
task<void> work_off(std::vector<task<void>>& children, std::size_t& next) {
    while (next < children.size()) {
        task<void> child = std::move(children[next++]);
        co_await std::move(child);
    }
}

/// How far children have come that count in their order.
struct ordered_ends {
    std::vector<bool> ended;
    std::size_t first_open = 0;                                   ///< all before it have ended
    std::size_t failed = std::numeric_limits<std::size_t>::max(); ///< the earliest that failed
    std::exception_ptr failure;
};

task<void> run_in_order(task<void> child, std::size_t place, ordered_ends& ends) {
    if (place > ends.failed)
        co_return; // nobody would look at it any more
    try {
        co_await std::move(child);
    } catch (const boost::system::system_error&) {
        throw; // cancelled
    } catch (...) {
        if (place < ends.failed) {
            ends.failed = place;
            ends.failure = std::current_exception();
        }
    }
    ends.ended[place] = true;
    while (ends.first_open < ends.ended.size() && ends.ended[ends.first_open])
        ++ends.first_open;
    if (ends.failed < ends.first_open)
        std::rethrow_exception(ends.failure);
}

/// Cancels when a signal has come.
class cancelling_watch {
  public:
    cancelling_watch(asio::io_context& context, asio::cancellation_signal& cancel)
        : event_(context, signals_.descriptor()) {
        event_.async_wait(asio::posix::descriptor_base::wait_read,
                          [&cancel](const boost::system::error_code& failed) {
                              if (!failed)
                                  cancel.emit(asio::cancellation_type::terminal);
                          });
    }
    cancelling_watch(const cancelling_watch&) = delete;
    cancelling_watch& operator=(const cancelling_watch&) = delete;
    ~cancelling_watch() { event_.release(); } // the descriptor is the watch's

    /// To be called when the work has ended: lets the io_context run dry.
    void stop() { event_.cancel(); }

  private:
    signal_watch signals_;
    asio::posix::stream_descriptor event_;
};

/// Outlives every run, so that a client may keep connections from one run to the next.
asio::io_context& thread_context() {
    thread_local asio::io_context context(1);
    return context;
}

bool is_cancellation(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const boost::system::system_error& e) {
        return e.code() == asio::error::operation_aborted;
    } catch (...) {
        return false;
    }
}

} // namespace

void throw_cancelled() { throw boost::system::system_error(asio::error::operation_aborted); }

task<void> when_all(std::vector<task<void>> children) {
    if (children.empty())
        co_return;
    const asio::experimental::wait_for_one_error condition;
    const outcome result = co_await run_group(std::move(children), condition);
    for (std::size_t child : result.order)
        if (result.failures[child])
            std::rethrow_exception(result.failures[child]);
}

task<void> when_all(std::vector<task<void>> children, std::size_t limit) {
    std::size_t next = 0;
    std::vector<task<void>> workers;
    const std::size_t count = std::min(std::max<std::size_t>(limit, 1), children.size());
    for (std::size_t i = 0; i < count; ++i)
        workers.push_back(work_off(children, next));
    co_await when_all(std::move(workers));
}

task<void> when_all_in_order(std::vector<task<void>> children, std::size_t limit) {
    ordered_ends ends;
    ends.ended.resize(children.size());
    std::vector<task<void>> watched;
    for (std::size_t place = 0; place < children.size(); ++place)
        watched.push_back(run_in_order(std::move(children[place]), place, ends));
    co_await when_all(std::move(watched), limit);
}

task<std::size_t> first_of(std::vector<task<void>> children) {
    const asio::experimental::wait_for_one condition;
    const outcome result = co_await run_group(std::move(children), condition);
    const std::size_t first = result.order.front();
    if (result.failures[first])
        std::rethrow_exception(result.failures[first]);
    co_return first;
}

task<bool> finishes_before(clock& clock, time_point deadline, task<void> work) {
    if (deadline == time_point::max()) {
        co_await std::move(work);
        co_return true;
    }
    std::vector<task<void>> children;
    children.push_back(std::move(work));
    children.push_back(clock.sleep_until(deadline));
    const std::size_t first = co_await first_of(std::move(children));
    co_return first == 0;
}

task<void> with_clean_up(task<void> work, std::function<task<void>()> clean_up) {
    try {
        co_await std::move(work);
        co_return;
    } catch (const boost::system::system_error& e) {
        if (e.code() != asio::error::operation_aborted)
            throw;
    }
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    task<void> cleaning = clean_up();
    co_await std::move(cleaning);
    throw_cancelled();
}

int run(task<int> work, bool stop_on_signals) {
    asio::io_context& context = thread_context();
    asio::cancellation_signal cancel;
    std::optional<cancelling_watch> watch;
    if (stop_on_signals)
        watch.emplace(context, cancel);

    std::exception_ptr failure;
    int result = 0;
    auto done = [&](std::exception_ptr thrown, int value) {
        failure = std::move(thrown);
        result = value;
        if (watch)
            watch->stop();
    };
    asio::co_spawn(context, std::move(work), asio::bind_cancellation_slot(cancel.slot(), done));
    context.restart();
    context.run();

    if (watch && signal_watch::number()) {
        const interrupted end = {*signal_watch::number()};
        throw end;
    }
    if (failure && is_cancellation(failure))
        throw error(error_kind::cancelled, "context canceled");
    if (failure)
        std::rethrow_exception(failure);
    return result;
}

} // namespace argocdpp
