#include "time_limit.hpp"

#include "failure.hpp"

#include <argocdpp/task.hpp>

#include <algorithm>

namespace argocdpp::cli {

time_limit::time_limit(clock& time, std::chrono::seconds timeout)
    : time_(time)
    , timeout_(timeout)
    , started_(time.now()) {}

time_point time_limit::deadline() const {
    return is_set() ? started_ + timeout_ : time_point::max();
}

duration time_limit::left() const {
    if (!is_set())
        return duration::zero();
    return std::max<duration>(deadline() - time_.now(), std::chrono::milliseconds(1));
}

task<void> time_limit::hold(task<void> step, std::string what) const {
    const bool is_in_time = co_await finishes_before(time_, deadline(), std::move(step));
    const auto seconds = std::to_string(timeout_.count());
    if (!is_in_time)
        throw failure(exit_code::error, "timed out (" + seconds + "s) " + what, ending::timed_out);
}

} // namespace argocdpp::cli
