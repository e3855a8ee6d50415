#pragma once
// Instants and durations as people read them, spelled as the official CLI spells them.
//
// An instant is a count of seconds since 1970: Argo CD's time stamps have no fractions.

#include <argocdpp/proto/metadata.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace argocdpp::cli {

/// An instant on the calendar and the clock of some place.
struct local_time {
    int year = 1970;
    int month = 1;
    int day = 1;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int offset_seconds = 0; ///< ahead of UTC
    std::string zone;       ///< "CET"
};

/// Turns instants into local times.
class time_zone {
  public:
    static time_zone utc() { return {0, "UTC"}; }
    static time_zone fixed(int offset_seconds, std::string name) {
        return {offset_seconds, std::move(name)};
    }
    /// The process's own zone ($TZ or /etc/localtime), as the C library reads it.
    static time_zone local() { return {}; }

    local_time at(std::int64_t unix_seconds) const;

  private:
    time_zone()
        : is_local_(true) {}
    time_zone(int offset_seconds, std::string name)
        : offset_seconds_(offset_seconds)
        , name_(std::move(name)) {}

    bool is_local_ = false;
    int offset_seconds_ = 0;
    std::string name_;
};

/// How Go spells an instant that was never set.
inline constexpr std::string_view zero_time = "0001-01-01 00:00:00 +0000 UTC";

/// Seconds since 1970 of an RFC 3339 text, without its fraction; nothing where it is none.
std::optional<std::int64_t> parse_time(std::string_view rfc3339);

/// "2026-11-24 00:28:48 +0000 UTC".
std::string time_text(std::int64_t unix_seconds, const time_zone& zone);
/// The same of a time stamp: `absent` where it is empty, the stamp itself where it is no RFC 3339.
std::string time_text(const proto::timestamp& stamp, const time_zone& zone,
                      std::string_view absent = "<nil>");
/// "2026-11-24T00:30:37+00:00", as rows of a live table begin.
std::string row_time(std::int64_t unix_seconds, const time_zone& zone);

/// The same with "Z" for UTC, "2026-11-24T00:30:37Z".
std::string rfc3339(std::int64_t unix_seconds, const time_zone& zone);

/// An instant seen from another one: "now", "1 second ago", "3 weeks from now", "a long while ago".
std::string relative_text(std::int64_t unix_seconds, std::int64_t now);

/// As Go's Duration.String(): "1h0m5s", "1.5s", "100ms", "0s".
std::string duration_text(std::chrono::nanoseconds duration);

/// An age as Kubernetes shows it, about two figures long: "82s", "5m3s", "3d4h", "<invalid>" where
/// it lies in the future.
std::string age_text(std::int64_t seconds);

} // namespace argocdpp::cli
