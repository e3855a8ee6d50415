#include "time_text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace argocdpp::cli {

namespace {

constexpr std::int64_t seconds_per_day = 24 * 60 * 60;

/// A number of exactly so many digits, cut off the text; -1 where they are not there.
int take_digits(std::string_view& text, std::size_t count) {
    if (text.size() < count)
        return -1;
    int value = 0;
    for (const char digit : text.substr(0, count)) {
        if (digit < '0' || digit > '9')
            return -1;
        value = value * 10 + (digit - '0');
    }
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, char expected) {
    if (text.empty() || text.front() != expected)
        return false;
    text.remove_prefix(1);
    return true;
}

/// A number within bounds behind a separator.
bool take_field(std::string_view& text, char separator, int low, int high, int& value) {
    if (!take(text, separator))
        return false;
    value = take_digits(text, 2);
    return value >= low && value <= high;
}

/// "Z" or "+01:00" to its end; nothing where it is something else.
std::optional<int> take_offset(std::string_view& text) {
    if (text == "Z")
        return 0;
    if (text.empty() || (text.front() != '+' && text.front() != '-'))
        return std::nullopt;
    const char sign = text.front();
    int hours = 0;
    int minutes = 0;
    if (!take_field(text, sign, 0, 24, hours) || !take_field(text, ':', 0, 60, minutes) ||
        !text.empty())
        return std::nullopt;
    const int seconds = (hours * 60 + minutes) * 60;
    return sign == '-' ? -seconds : seconds;
}

void skip_fraction(std::string_view& text) {
    if (text.size() < 2 || (text[0] != '.' && text[0] != ',') || text[1] < '0' || text[1] > '9')
        return;
    text.remove_prefix(1);
    while (!text.empty() && text.front() >= '0' && text.front() <= '9')
        text.remove_prefix(1);
}

local_time shifted(std::int64_t unix_seconds, int offset, const std::string& name) {
    const std::chrono::sys_seconds instant{std::chrono::seconds{unix_seconds + offset}};
    const auto midnight = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date{midnight};
    const auto second = static_cast<int>((instant - midnight).count());
    return {static_cast<int>(date.year()),
            static_cast<int>(static_cast<unsigned>(date.month())),
            static_cast<int>(static_cast<unsigned>(date.day())),
            second / 3600,
            second / 60 % 60,
            second % 60,
            offset,
            name};
}

std::string formatted(const local_time& time, char separator, bool with_zone) {
    const int minutes = std::abs(time.offset_seconds / 60);
    std::array<char, 96> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02d-%02d%c%02d:%02d:%02d%s%c%02d%s%02d",
                  time.year, time.month, time.day, separator, time.hour, time.minute, time.second,
                  with_zone ? " " : "", time.offset_seconds / 60 < 0 ? '-' : '+', minutes / 60,
                  with_zone ? "" : ":", minutes % 60);
    return with_zone ? std::string(text.data()) + ' ' + time.zone : std::string(text.data());
}

/// A whole number and its decimals without closing zeros.
std::string decimal(std::uint64_t value, std::uint64_t unit) {
    std::string text = std::to_string(value / unit);
    std::string fraction = std::to_string(unit + value % unit).substr(1);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    if (!fraction.empty())
        text.append(".").append(fraction);
    return text;
}

std::string two_units(std::int64_t major, char major_unit, std::int64_t minor, char minor_unit) {
    std::string text = std::to_string(major) + major_unit;
    if (minor != 0)
        text += std::to_string(minor) + minor_unit;
    return text;
}

} // namespace

local_time time_zone::at(std::int64_t unix_seconds) const {
    if (!is_local_)
        return shifted(unix_seconds, offset_seconds_, name_);
    const std::time_t instant = unix_seconds;
    std::tm fields{};
    tzset(); // localtime_r need not look at $TZ by itself
    if (localtime_r(&instant, &fields) == nullptr)
        return shifted(unix_seconds, 0, "UTC");
    return shifted(unix_seconds, static_cast<int>(fields.tm_gmtoff), fields.tm_zone);
}

std::optional<std::int64_t> parse_time(std::string_view text) {
    const int year = take_digits(text, 4);
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    if (year < 0 || !take_field(text, '-', 1, 12, month) || !take_field(text, '-', 1, 31, day) ||
        !take_field(text, 'T', 0, 23, hour) || !take_field(text, ':', 0, 59, minute) ||
        !take_field(text, ':', 0, 59, second))
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    skip_fraction(text);
    const std::optional<int> offset = take_offset(text);
    if (!date.ok() || !offset)
        return std::nullopt;
    const std::int64_t days = std::chrono::sys_days{date}.time_since_epoch().count();
    return days * seconds_per_day + (hour * 60 + minute) * 60 + second - *offset;
}

std::string time_text(std::int64_t unix_seconds, const time_zone& zone) {
    return formatted(zone.at(unix_seconds), ' ', true);
}

std::string time_text(const proto::timestamp& stamp, const time_zone& zone,
                      std::string_view absent) {
    if (stamp.empty())
        return std::string(absent);
    const std::optional<std::int64_t> instant = parse_time(stamp);
    return instant ? time_text(*instant, zone) : stamp;
}

std::string row_time(std::int64_t unix_seconds, const time_zone& zone) {
    return formatted(zone.at(unix_seconds), 'T', false);
}

std::string rfc3339(std::int64_t unix_seconds, const time_zone& zone) {
    std::string text = row_time(unix_seconds, zone);
    if (const auto utc = text.find("+00:00"); utc != std::string::npos)
        text.replace(utc, std::string::npos, "Z");
    return text;
}

std::string relative_text(std::int64_t unix_seconds, std::int64_t now) {
    constexpr std::int64_t minute = 60, hour = 60 * minute, day = 24 * hour, week = 7 * day,
                           month = 30 * day, year = 12 * month;
    struct magnitude {
        std::int64_t below;
        std::string_view text; ///< behind the count, where there is one
        std::int64_t unit;     ///< 0: the text says it all
    };
    // go-humanize's steps
    constexpr std::array<magnitude, 15> steps = {{{2, "1 second", 0},
                                                  {minute, " seconds", 1},
                                                  {2 * minute, "1 minute", 0},
                                                  {hour, " minutes", minute},
                                                  {2 * hour, "1 hour", 0},
                                                  {day, " hours", hour},
                                                  {2 * day, "1 day", 0},
                                                  {week, " days", day},
                                                  {2 * week, "1 week", 0},
                                                  {month, " weeks", week},
                                                  {2 * month, "1 month", 0},
                                                  {year, " months", month},
                                                  {18 * month, "1 year", 0},
                                                  {2 * year, "2 years", 0},
                                                  {37 * year, " years", year}}};
    const std::int64_t distance = unix_seconds > now ? unix_seconds - now : now - unix_seconds;
    const std::string direction = unix_seconds > now ? " from now" : " ago";
    if (distance == 0)
        return "now";
    const auto step = std::ranges::find_if(
        steps, [&](const magnitude& candidate) { return distance < candidate.below; });
    if (step == steps.end())
        return "a long while" + direction;
    const std::string count = step->unit > 0 ? std::to_string(distance / step->unit) : "";
    return count + std::string(step->text) + direction;
}

std::string duration_text(std::chrono::nanoseconds duration) {
    const std::int64_t count = duration.count();
    const bool is_negative = count < 0;
    // Negated as unsigned: the lowest number has no positive twin.
    auto rest = static_cast<std::uint64_t>(count);
    if (is_negative)
        rest = 0 - rest;
    const std::string sign = is_negative ? "-" : "";
    if (rest == 0)
        return "0s";
    if (rest < 1'000)
        return sign + std::to_string(rest) + "ns";
    if (rest < 1'000'000)
        return sign + decimal(rest, 1'000) + "µs";
    if (rest < 1'000'000'000)
        return sign + decimal(rest, 1'000'000) + "ms";

    constexpr std::uint64_t minute = 60'000'000'000;
    std::string text = decimal(rest % minute, 1'000'000'000) + "s";
    const std::uint64_t minutes = rest / minute;
    if (minutes > 0)
        text = std::to_string(minutes % 60) + "m" + text;
    if (minutes >= 60)
        text = std::to_string(minutes / 60) + "h" + text;
    return sign + text;
}

std::string age_text(std::int64_t seconds) {
    if (seconds < -1)
        return "<invalid>";
    if (seconds < 0)
        return "0s";
    if (seconds < 120)
        return std::to_string(seconds) + "s";
    const std::int64_t minutes = seconds / 60;
    if (minutes < 10)
        return two_units(minutes, 'm', seconds % 60, 's');
    if (minutes < 180)
        return std::to_string(minutes) + "m";
    const std::int64_t hours = minutes / 60;
    if (hours < 8)
        return two_units(hours, 'h', minutes % 60, 'm');
    if (hours < 48)
        return std::to_string(hours) + "h";
    const std::int64_t days = hours / 24;
    if (days < 8)
        return two_units(days, 'd', hours % 24, 'h');
    if (days < 2 * 365)
        return std::to_string(days) + "d";
    if (days < 8 * 365)
        return two_units(days / 365, 'y', days % 365, 'd');
    return std::to_string(days / 365) + "y";
}

} // namespace argocdpp::cli
