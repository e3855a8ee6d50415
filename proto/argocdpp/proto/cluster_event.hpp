#pragma once
// What Kubernetes tells of its objects: events, as the server passes them on.

#include <argocdpp/proto/metadata.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::proto {

/// The type of an event that tells of trouble; the other one is "Normal".
inline constexpr std::string_view warning_event = "Warning";

/// How often an event was repeated, as newer components say it.
struct event_series {
    long long count = 0;
    timestamp last_observed_time;
    any rest;
};

/// One event. Older components count and date it by `count`, `first_timestamp` and
/// `last_timestamp`, newer ones (the scheduler) by `event_time` and `series`.
struct cluster_event {
    std::string type;
    std::string reason;
    std::string message;
    timestamp first_timestamp;
    timestamp last_timestamp;
    timestamp event_time;
    long long count = 0;
    std::optional<event_series> series;
    any rest;

    /// When it was seen last, as far as that is known.
    const timestamp& last_seen() const;
    /// How often it was seen; at least once.
    long long times() const;
};

struct cluster_event_list {
    std::vector<cluster_event> items;
    any rest;
};

} // namespace argocdpp::proto
