#include "field_table.hpp"

#include <argocdpp/proto/cluster_event.hpp>

#include <algorithm>

namespace argocdpp::proto {

void fields(either<event_series> auto& x, auto& visit) {
    visit("count", x.count);
    visit("lastObservedTime", x.last_observed_time);
}
template struct codec<event_series>;

void fields(either<cluster_event> auto& x, auto& visit) {
    visit("reason", x.reason);
    visit("message", x.message);
    visit("firstTimestamp", x.first_timestamp);
    visit("lastTimestamp", x.last_timestamp);
    visit("count", x.count);
    visit("type", x.type);
    visit("eventTime", x.event_time);
    visit("series", x.series);
}
template struct codec<cluster_event>;

void fields(either<cluster_event_list> auto& x, auto& visit) { visit("items", x.items); }
template struct codec<cluster_event_list>;

const timestamp& cluster_event::last_seen() const {
    if (series && !series->last_observed_time.empty())
        return series->last_observed_time;
    if (!last_timestamp.empty())
        return last_timestamp;
    return event_time.empty() ? first_timestamp : event_time;
}

long long cluster_event::times() const {
    const long long told = series ? series->count : count;
    return std::max(told, 1LL);
}

} // namespace argocdpp::proto
