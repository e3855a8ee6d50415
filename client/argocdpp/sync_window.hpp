#pragma once
// Sync windows: when one is open, when that changes, and whether an application may sync.
//
// As Argo CD 3.5.1 reckons (pkg/apis/application/v1alpha1/types.go with robfig/cron v3): the
// schedule is looked at on the zone's clock as if that had no jumps. A window is open between a
// start and the end of its duration, both excluded; a schedule that never comes is always open. An
// open deny window forbids; else an open allow window, or none that is closed, permits; manual
// syncs are let through where all that forbid have manualSync. Pure: no clock, no file.
//
//     const auto opens = next_permission(windows, now, true);

#include <argocdpp/zone_rules.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace argocdpp {

/// Five fields of cron with lists, ranges, steps, `?` and names, as robfig/cron v3 reads them: no
/// @hourly, no 7 for Sunday. (A zone in front of them is not known here.)
class cron_schedule {
  public:
    /// Nothing for text that is none.
    static std::optional<cron_schedule> parse(std::string_view text);
    /// The first start after a time of a clock without jumps (seconds since 1970 on it); nothing
    /// where there is none in five years.
    std::optional<std::int64_t> next(std::int64_t local_seconds) const;

  private:
    bool has_day(std::chrono::year_month_day day, std::chrono::weekday weekday) const;

    // Bits of the values; of days also whether a field says `*`.
    std::array<std::uint64_t, 5> bits_ = {};
    std::array<bool, 5> is_star_ = {};
};

struct timed_window {
    bool is_deny = false;
    bool manual_sync = false;
    cron_schedule schedule;
    std::int64_t duration = 0; ///< seconds
    zone_rules zone = zone_rules::utc();
};

/// Whether the window is open at an instant (seconds since 1970).
bool is_open(const timed_window& window, std::int64_t instant);
/// When it opens or closes next; nothing where that does not happen within a year and a day.
std::optional<std::int64_t> next_change(const timed_window& window, std::int64_t instant);

/// Whether a sync may start, by hand or automated.
bool may_sync(const std::vector<timed_window>& windows, std::int64_t instant, bool by_hand);
/// When a sync may start that may not now; nothing where that is not within a year and a day.
std::optional<std::int64_t> next_permission(const std::vector<timed_window>& windows,
                                            std::int64_t instant, bool by_hand);

} // namespace argocdpp
