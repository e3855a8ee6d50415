#include <argocdpp/sync_window.hpp>

#include <algorithm>
#include <charconv>
#include <string>

namespace argocdpp {
namespace {

constexpr std::int64_t day_seconds = 86'400;
constexpr std::int64_t horizon = 367 * day_seconds;

struct field_limits {
    unsigned least;
    unsigned most;
    std::string_view names; ///< of three letters each, from `least` on
};

constexpr std::array<field_limits, 5> limits = {{
    {0, 59, ""},
    {0, 23, ""},
    {1, 31, ""},
    {1, 12, "janfebmaraprmayjunjulaugsepoctnovdec"},
    {0, 6, "sunmontuewedthufrisat"},
}};
constexpr std::size_t minute = 0, hour = 1, day_of_month = 2, month = 3, day_of_week = 4;

std::optional<unsigned> integer_of(std::string_view text) {
    if (text.starts_with('+'))
        text.remove_prefix(1);
    unsigned value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::optional<unsigned> value_of(std::string_view text, const field_limits& within) {
    std::string lowered(text);
    for (char& sign : lowered)
        if (sign >= 'A' && sign <= 'Z')
            sign = static_cast<char>(sign - 'A' + 'a');
    for (std::size_t at = 0; at < within.names.size(); at += 3)
        if (within.names.substr(at, 3) == lowered)
            return within.least + static_cast<unsigned>(at / 3);
    return integer_of(text);
}

struct range_bits {
    std::uint64_t bits;
    bool is_star;
};

/// "*", "1-5", "*/15", "8/2", "mon-fri".
std::optional<range_bits> range_of(std::string_view text, const field_limits& within) {
    const auto slash = text.find('/');
    const auto ends = text.substr(0, slash);
    const auto hyphen = ends.find('-');
    const auto low = ends.substr(0, hyphen);
    bool is_star = low == "*" || low == "?";
    std::optional<unsigned> first = within.least;
    std::optional<unsigned> last = within.most;
    if (!is_star) {
        first = value_of(low, within);
        last = hyphen == ends.npos ? first : value_of(ends.substr(hyphen + 1), within);
    }
    std::optional<unsigned> step = 1;
    if (slash != text.npos) {
        step = integer_of(text.substr(slash + 1));
        if (hyphen == ends.npos)
            last = within.most;
        is_star = is_star && step == 1U;
    }
    if (!first || !last || !step || *step == 0 || *first < within.least || *last > within.most ||
        *first > *last)
        return std::nullopt;
    range_bits made{0, is_star};
    for (std::uint64_t at = *first; at <= *last; at += *step)
        made.bits |= std::uint64_t{1} << at;
    return made;
}

/// Words between white space.
std::vector<std::string_view> words_of(std::string_view text, std::string_view separators) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const auto from = std::min(text.find_first_not_of(separators), text.size());
        text.remove_prefix(from);
        const auto end = std::min(text.find_first_of(separators), text.size());
        if (end > 0)
            words.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return words;
}

bool has(std::uint64_t bits, unsigned value) { return (bits >> value & 1) != 0; }

std::int64_t local_at(const timed_window& window, std::int64_t instant) {
    return instant + window.zone.offset_at(instant);
}

bool is_open_locally(const timed_window& window, std::int64_t local) {
    const auto start = window.schedule.next(local - window.duration);
    return !start || *start < local;
}

/// The end of what is open at a local time: a start at the last one's end, too, keeps it open.
std::optional<std::int64_t> local_end(const timed_window& window, std::int64_t local) {
    auto start = window.schedule.next(local - window.duration);
    while (start && *start < local + horizon) {
        const auto next = window.schedule.next(*start);
        if (!next || *next > *start + window.duration)
            return *start + window.duration;
        start = next;
    }
    return std::nullopt;
}

} // namespace

std::optional<cron_schedule> cron_schedule::parse(std::string_view text) {
    const auto fields = words_of(text, " \t\n\v\f\r");
    cron_schedule made;
    if (fields.size() != limits.size())
        return std::nullopt;
    for (std::size_t at = 0; at < fields.size(); ++at) {
        for (const auto one : words_of(fields[at], ",")) {
            const auto range = range_of(one, limits[at]);
            if (!range)
                return std::nullopt;
            made.bits_[at] |= range->bits;
            made.is_star_[at] = made.is_star_[at] || range->is_star;
        }
    }
    return made;
}

bool cron_schedule::has_day(std::chrono::year_month_day day, std::chrono::weekday weekday) const {
    const bool by_month = has(bits_[day_of_month], static_cast<unsigned>(day.day()));
    const bool by_week = has(bits_[day_of_week], weekday.c_encoding());
    const bool needs_both = is_star_[day_of_month] || is_star_[day_of_week];
    return needs_both ? by_month && by_week : by_month || by_week;
}

std::optional<std::int64_t> cron_schedule::next(std::int64_t local_seconds) const {
    namespace c = std::chrono;
    // The first whole minute after it.
    const auto from =
        c::floor<c::minutes>(c::sys_seconds(c::seconds(local_seconds))) + c::minutes(1);
    auto day = c::floor<c::days>(from);
    auto earliest = from - day;
    const auto last_year = c::year_month_day(day).year() + c::years(5);
    for (;; day += c::days(1), earliest = c::minutes(0)) {
        const c::year_month_day date(day);
        if (date.year() > last_year)
            return std::nullopt;
        if (!has(bits_[month], static_cast<unsigned>(date.month())) ||
            !has_day(date, c::weekday(day)))
            continue;
        for (auto at = earliest; at < c::days(1); at += c::minutes(1)) {
            const auto hours = c::duration_cast<c::hours>(at);
            if (!has(bits_[hour], static_cast<unsigned>(hours.count()))) {
                at = hours + c::minutes(59);
                continue;
            }
            if (has(bits_[minute], static_cast<unsigned>((at - hours).count())))
                return c::sys_seconds(day + at).time_since_epoch().count();
        }
    }
}

bool is_open(const timed_window& window, std::int64_t instant) {
    return is_open_locally(window, local_at(window, instant));
}

std::optional<std::int64_t> next_change(const timed_window& window, std::int64_t instant) {
    const bool was_open = is_open(window, instant);
    if (!was_open && window.duration <= 1)
        return std::nullopt;
    const auto limit = instant + horizon;
    // Between two changes of the zone's clock, one after the other.
    for (auto from = instant; from <= limit;) {
        const auto offset = window.zone.offset_at(from);
        const auto segment = window.zone.next_transition(from).value_or(limit + 1);
        const auto local = from + offset;
        // What a jump of the clock opens or closes.
        if (is_open_locally(window, local) != was_open)
            return from;
        // Without a start in five years it is open for ever.
        const auto next = was_open ? local_end(window, local) : window.schedule.next(local - 1);
        // A start at this very second opens in the next one; it closes at its end.
        if (next && *next - offset < segment)
            return *next - offset <= limit ? std::optional(*next - offset) : std::nullopt;
        from = segment;
    }
    return std::nullopt;
}

bool may_sync(const std::vector<timed_window>& windows, std::int64_t instant, bool by_hand) {
    bool is_denied = false, denied_by_hand = false, is_allowed = false;
    bool is_closed = false, closed_by_hand = false;
    for (const auto& one : windows) {
        const bool open = is_open(one, instant);
        if (one.is_deny && open) {
            is_denied = true;
            denied_by_hand = denied_by_hand || !one.manual_sync;
        } else if (!one.is_deny && open) {
            is_allowed = true;
        } else if (!one.is_deny) {
            is_closed = true;
            closed_by_hand = closed_by_hand || !one.manual_sync;
        }
    }
    if (is_denied)
        return by_hand && !denied_by_hand;
    return is_allowed || !is_closed || (by_hand && !closed_by_hand);
}

std::optional<std::int64_t> next_permission(const std::vector<timed_window>& windows,
                                            std::int64_t instant, bool by_hand) {
    const auto limit = instant + horizon;
    // Of each window the change that is still to come; asked for anew only when it came.
    std::vector<std::optional<std::int64_t>> changes;
    for (const auto& one : windows)
        changes.push_back(next_change(one, instant));
    for (;;) {
        std::optional<std::int64_t> soonest;
        for (const auto& change : changes)
            if (change && (!soonest || *change < *soonest))
                soonest = change;
        if (!soonest || *soonest > limit)
            return std::nullopt;
        // Starts and ends are excluded: it holds from the second that follows.
        if (may_sync(windows, *soonest + 1, by_hand))
            return soonest;
        for (std::size_t at = 0; at < windows.size(); ++at)
            if (changes[at] == soonest)
                changes[at] = next_change(windows[at], *soonest + 1);
    }
}

} // namespace argocdpp
