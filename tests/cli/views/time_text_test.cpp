#include "views/time_text.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <limits>

using namespace argocdpp::cli;
using namespace std::chrono_literals;

namespace {

/// $TZ for one test, then as it was.
class zone_variable {
  public:
    explicit zone_variable(const char* value) {
        if (const char* before = std::getenv("TZ"))
            before_ = before;
        setenv("TZ", value, 1);
    }
    ~zone_variable() {
        if (before_)
            setenv("TZ", before_->c_str(), 1);
        else
            unsetenv("TZ");
    }
    zone_variable(const zone_variable&) = delete;
    zone_variable& operator=(const zone_variable&) = delete;

  private:
    std::optional<std::string> before_;
};

} // namespace

TEST_CASE("time stamps are read with zone and without their fraction") {
    CHECK(parse_time("1970-01-01T00:00:00Z") == 0);
    CHECK(parse_time("2026-11-24T00:28:48Z") == 1795480128);
    CHECK(parse_time("2026-11-24T00:28:48.999Z") == 1795480128);
    CHECK(parse_time("2026-11-24T01:28:48+01:00") == 1795480128);
    CHECK(parse_time("2026-11-23T20:58:48-03:30") == 1795480128);
    CHECK(parse_time("0001-01-01T00:00:00Z") == -62135596800);
    CHECK(parse_time("2024-02-29T00:00:00Z").has_value());
}

TEST_CASE("what is no RFC 3339 is no time") {
    for (const char* text :
         {"", "2026", "2026-11-24", "2026-11-24T00:28:48", "2026-11-24 00:28:48Z",
          "2026-13-01T00:00:00Z", "2025-02-29T00:00:00Z", "2026-11-24T24:00:00Z",
          "2026-11-24T00:60:00Z", "2026-11-24T00:00:60Z", "2026-11-24T00:28:48.Z",
          "2026-11-24T00:28:48Zx", "2026-11-24T00:28:48+1:00", "2026-11-24T00:28:48+25:00",
          "2026-11-24T00:28:48+01:61", "26-11-24T00:28:48Z", "2026-1-24T00:28:48Z"}) {
        CAPTURE(text);
        CHECK(!parse_time(text));
    }
}

TEST_CASE("times are spelled with offset and name of their zone") {
    CHECK(time_text(1795480128, time_zone::utc()) == "2026-11-24 00:28:48 +0000 UTC");
    CHECK(time_text(1795480128, time_zone::fixed(3600, "CET")) == "2026-11-24 01:28:48 +0100 CET");
    CHECK(time_text(1795480128, time_zone::fixed(-12600, "NST")) ==
          "2026-11-23 20:58:48 -0330 NST");
    CHECK(time_text(-1, time_zone::utc()) == "1969-12-31 23:59:59 +0000 UTC");
    CHECK(row_time(1795480128, time_zone::fixed(-1800, "X")) == "2026-11-23T23:58:48-00:30");
}

TEST_CASE("a time stamp that is missing or none is not hidden") {
    CHECK(time_text("2026-11-24T00:28:48Z", time_zone::utc()) == "2026-11-24 00:28:48 +0000 UTC");
    CHECK(time_text("", time_zone::utc()) == "<nil>");
    CHECK(time_text("", time_zone::utc(), zero_time) == "0001-01-01 00:00:00 +0000 UTC");
    CHECK(time_text("yesterday", time_zone::utc()) == "yesterday");
}

TEST_CASE("the local zone is that of TZ at the time of the call, summer and winter") {
    const zone_variable berlin("Europe/Berlin");
    CHECK(time_text(1795480128, time_zone::local()) == "2026-11-24 01:28:48 +0100 CET");
    CHECK(time_text(1784160000, time_zone::local()) == "2026-07-16 02:00:00 +0200 CEST");
    const zone_variable sao_paulo("America/Sao_Paulo");
    CHECK(time_text(1795480128, time_zone::local()) == "2026-11-23 21:28:48 -0300 -03");
    CHECK(row_time(1795480128, time_zone::local()) == "2026-11-23T21:28:48-03:00");
}

TEST_CASE("durations are spelled as Go spells them") {
    CHECK(duration_text(0s) == "0s");
    CHECK(duration_text(5s) == "5s");
    CHECK(duration_text(65s) == "1m5s");
    CHECK(duration_text(3min) == "3m0s");
    CHECK(duration_text(3605s) == "1h0m5s");
    CHECK(duration_text(100h) == "100h0m0s");
    CHECK(duration_text(1500ms) == "1.5s");
    CHECK(duration_text(100ms) == "100ms");
    CHECK(duration_text(1us) == "1µs");
    CHECK(duration_text(1100ns) == "1.1µs");
    CHECK(duration_text(999ns) == "999ns");
    CHECK(duration_text(60'000'000'001ns) == "1m0.000000001s");
    CHECK(duration_text(-1500ms) == "-1.5s");
    CHECK(duration_text(std::chrono::nanoseconds{std::numeric_limits<std::int64_t>::min()}) ==
          "-2562047h47m16.854775808s");
}

TEST_CASE("ages have about two figures") {
    constexpr std::int64_t minute = 60, hour = 3600, day = 24 * hour;
    CHECK(age_text(-2) == "<invalid>");
    CHECK(age_text(-1) == "0s");
    CHECK(age_text(0) == "0s");
    CHECK(age_text(119) == "119s");
    CHECK(age_text(2 * minute) == "2m");
    CHECK(age_text(9 * minute + 59) == "9m59s");
    CHECK(age_text(10 * minute + 1) == "10m");
    CHECK(age_text(3 * hour - 1) == "179m");
    CHECK(age_text(3 * hour) == "3h");
    CHECK(age_text(8 * hour - 1) == "7h59m");
    CHECK(age_text(8 * hour + minute) == "8h");
    CHECK(age_text(2 * day - 1) == "47h");
    CHECK(age_text(2 * day + hour) == "2d1h");
    CHECK(age_text(7 * day) == "7d");
    CHECK(age_text(8 * day + 5 * hour) == "8d");
    CHECK(age_text(2 * 365 * day - 1) == "729d");
    CHECK(age_text(2 * 365 * day) == "2y");
    CHECK(age_text((3 * 365 + 7) * day) == "3y7d");
    CHECK(age_text((8 * 365 + 7) * day) == "8y");
}

TEST_CASE("an instant seen from another one is about as far as people would say") {
    constexpr std::int64_t day = 24 * 60 * 60;
    for (const auto& [distance, text] : std::vector<std::pair<std::int64_t, std::string_view>>{
             {0, "now"},
             {1, "1 second ago"},
             {59, "59 seconds ago"},
             {60, "1 minute ago"},
             {120, "2 minutes ago"},
             {3599, "59 minutes ago"},
             {3600, "1 hour ago"},
             {2 * 3600, "2 hours ago"},
             {day, "1 day ago"},
             {2 * day, "2 days ago"},
             {7 * day, "1 week ago"},
             {14 * day, "2 weeks ago"},
             {30 * day, "1 month ago"},
             {60 * day, "2 months ago"},
             {360 * day, "1 year ago"},
             {540 * day, "2 years ago"},
             {720 * day, "2 years ago"},
             {36 * 360 * day, "36 years ago"},
             {37 * 360 * day, "a long while ago"},
             {-1, "1 second from now"},
             {-3 * day, "3 days from now"}})
        CHECK(relative_text(1795480220 - distance, 1795480220) == text);
}

TEST_CASE("RFC 3339 has a Z for UTC and an offset elsewhere") {
    CHECK(rfc3339(1795480117, time_zone::utc()) == "2026-11-24T00:28:37Z");
    CHECK(rfc3339(1795480117, time_zone::fixed(3600, "CET")) == "2026-11-24T01:28:37+01:00");
}
