#include "lost_change.hpp"

#include <string>

namespace argocdpp {

bool may_have_been_taken(const error& failure) {
    return failure.sent &&
           (failure.kind == error_kind::lost || failure.kind == error_kind::timeout ||
            failure.kind == error_kind::protocol ||
            (failure.kind == error_kind::unavailable && failure.http_status != 429));
}

error lost_change(std::string_view what, std::string_view subject, const error& failure,
                  std::string_view since) {
    std::string text = "the ";
    text.append(what).append(" of ").append(subject);
    text.append(" was sent, but its answer was lost").append(since);
    error unknown(error_kind::lost, text + "; it may have been taken: " + failure.what());
    unknown.request = failure.request;
    unknown.sent = true;
    return unknown;
}

} // namespace argocdpp
