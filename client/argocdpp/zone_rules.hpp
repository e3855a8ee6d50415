#pragma once
// How far a place's clocks are ahead of UTC, now and later: the contents of a file of the time zone
// database (TZif, RFC 9636), with the rule in its footer for the years beyond its table.
//
// (std::chrono's zones are not in GCC 12.) Pure: whoever has the file reads it.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace argocdpp {

class zone_rules {
  public:
    static zone_rules utc() { return {}; }
    /// Of the contents of a file; nothing where they are none.
    static std::optional<zone_rules> parse(std::string_view tzif);

    /// Seconds ahead of UTC at an instant (seconds since 1970).
    std::int64_t offset_at(std::int64_t instant) const;
    /// When the offset may change next, after an instant; nothing where it never does.
    std::optional<std::int64_t> next_transition(std::int64_t instant) const;

    /// A day of a year at which summer time begins or ends, as POSIX TZ spells them.
    struct turn {
        enum class kind { month_week_day, julian, day_of_year } what = kind::month_week_day;
        int month = 1;
        int week = 1;
        int day = 0; ///< of the week (0 is Sunday), or of the year
        std::int64_t seconds = 7200;
    };
    struct rule {
        std::int64_t standard = 0;
        std::int64_t summer = 0;
        bool has_summer = false;
        turn begin = {};
        turn end = {};
    };

  private:
    struct transition {
        std::int64_t at;
        std::int64_t offset;
    };
    std::vector<transition> by_rule(std::int64_t instant) const;

    std::vector<transition> table_;
    std::int64_t first_offset_ = 0; ///< before the first of them
    std::optional<rule> rule_;      ///< behind the last of them
};

} // namespace argocdpp
