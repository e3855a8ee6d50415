#include <argocdpp/reopening.hpp>
#include <argocdpp/retry.hpp>

namespace argocdpp {
namespace {

const retry_options pauses{.first = std::chrono::milliseconds(250), .cap = std::chrono::seconds(5)};

} // namespace

void reopening::on_opened(time_point now) {
    last_change_ = now;
    is_open_ = true;
}

void reopening::on_lost(time_point now) {
    // A stream that lived for a while was cut by something in between, as is usual; that is no
    // failure.
    const bool lived = is_open_ && now - last_change_ >= std::chrono::seconds(5);
    is_open_ = false;
    failures_ = lived ? 0 : failures_ + 1;
    last_change_ = now;
}

time_point reopening::next(double random) const {
    if (failures_ == 0)
        return last_change_;
    // Half of the pause is fixed: nothing should ask a server in trouble without any pause.
    return last_change_ + next_delay(pauses, failures_ - 1, 0.5 + random / 2);
}

} // namespace argocdpp
