#pragma once
// How often and how long between: data and one pure function.

#include <argocdpp/clock.hpp>
#include <argocdpp/error.hpp>

#include <functional>
#include <optional>

namespace argocdpp {

/// A number in [0, 1), for jitter. Tests pass their own.
using random_source = std::function<double()>;

struct retry_options {
    int attempts = 4;
    duration first = std::chrono::seconds(1);
    duration cap = std::chrono::seconds(4);
    double factor = 2;
    duration budget = std::chrono::seconds(10); ///< from the first attempt to the start of the last
};

/// Full jitter: a random share of first * factor^attempt, at most cap. `attempt` counts from 0.
duration next_delay(const retry_options& options, int attempt, double random);

/// Whether asking again may help: a lost connection, 429, 502, 503, 504 – and, once this server has
/// answered before, also an unreachable one.
bool is_transient(const error& failure);

} // namespace argocdpp
