#include <argocdpp/retry.hpp>

#include <algorithm>
#include <cmath>

namespace argocdpp {

duration next_delay(const retry_options& options, int attempt, double random) {
    using seconds = std::chrono::duration<double>;
    const double grown = seconds(options.first).count() * std::pow(options.factor, attempt);
    const double capped = std::min(grown, seconds(options.cap).count());
    return std::chrono::duration_cast<duration>(seconds(capped * random));
}

bool is_transient(const error& failure) {
    switch (failure.kind) {
    case error_kind::lost:
    case error_kind::unavailable:
        return true;
    case error_kind::unreachable:
        return !failure.first_contact;
    default:
        return false;
    }
}

} // namespace argocdpp
