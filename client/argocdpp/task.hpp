#pragma once
// Coroutines of the library: one thread, structured.
//
// A task does nothing until it is awaited. Children live only inside when_all, first_of and
// finishes_before, which do not return before every child has ended; cancellation flows down.
// Cancelling is terminal: a stream that was being read is closed, never reused.
//
// Inside, cancelling is Asio's own boost::system::system_error (operation_aborted) and never an
// `error`: what catches errors to try again cannot swallow it. Only run() turns it into an `error`
// of kind cancelled, or into `interrupted`.
//
// GCC 12 frees twice where an expression holds `co_await` together with a braced aggregate or a
// lambda with captures: name the argument first, then move it (scripts/check looks for it).

#include <argocdpp/clock.hpp>

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <vector>

namespace argocdpp {

/// Runs all to their ends. The first exception cancels the others and is thrown when they are done.
task<void> when_all(std::vector<task<void>> children);

/// As when_all, with at most `limit` of them under way at once, started in order.
task<void> when_all(std::vector<task<void>> children, std::size_t limit);

/// As when_all with a limit, for reads that only together make an answer: of several failures the
/// one of the earliest child counts, as if they had run one after the other. It is thrown, and the
/// others are cancelled, as soon as every child before it has ended.
task<void> when_all_in_order(std::vector<task<void>> children, std::size_t limit);

/// Runs all until one ends, by return or by exception; cancels the others, waits for them, and
/// returns the index of the first. An exception of the first is thrown.
task<std::size_t> first_of(std::vector<task<void>> children);

/// True where `work` ended before the deadline; false after cancelling it. Its exception passes.
/// A deadline of time_point::max() is none.
task<bool> finishes_before(clock& clock, time_point deadline, task<void> work);

/// Runs the work; where that is cancelled from outside, runs `clean_up` before passing the
/// cancelling on. A clean-up is not cancelled any more: it has to be short, and to end by itself.
task<void> with_clean_up(task<void> work, std::function<task<void>()> clean_up);

/// Ends the calling coroutine as cancelling does.
[[noreturn]] void throw_cancelled();

/// What an interrupted run ends with: 128 + the signal's number.
struct interrupted {
    int signal;
};

/// Runs one task to its end on this thread and returns its result; its exception passes.
/// Runs follow one another, never inside one another; a client may live through many of them, and
/// stays with its thread.
/// With `stop_on_signals`, the first SIGINT or SIGTERM cancels it and run throws `interrupted` when
/// it has wound up; a second one ends the process at once.
int run(task<int> work, bool stop_on_signals = false);

} // namespace argocdpp
