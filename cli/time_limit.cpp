#include "time_limit.hpp"

#include "failure.hpp"

#include <argocdpp/task.hpp>

#include <algorithm>

namespace argocdpp::cli {

time_limit::time_limit(clock& time, std::chrono::seconds timeout)
    : time_(time)
    , timeout_(timeout)
    , started_(time.now())
    , deadline_(is_set() ? started_ + timeout_ : time_point::max()) {}

void time_limit::end_by(time_point latest) {
    if (latest >= deadline_)
        return;
    deadline_ = latest;
    const auto left = std::max<duration>(latest - started_, std::chrono::seconds(1));
    timeout_ = std::chrono::ceil<std::chrono::seconds>(left);
}

time_point time_limit::deadline() const { return deadline_; }

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
