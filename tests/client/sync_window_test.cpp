// Sync windows and zones. sync_windows.jsonl is what Go made of random schedules, zones and
// instants: robfig/cron v3.0.1 and the arithmetic of Argo CD 3.5.1; its first line has the zones'
// files.

#include <argocdpp/proto/json.hpp>
#include <argocdpp/sync_window.hpp>

#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace argocdpp {
namespace {

std::string bytes_of(std::string_view hex) {
    std::string bytes;
    for (std::size_t at = 0; at + 1 < hex.size(); at += 2)
        bytes += static_cast<char>(std::stoi(std::string(hex.substr(at, 2)), nullptr, 16));
    return bytes;
}

struct recording {
    std::map<std::string, zone_rules> zones;
    std::vector<proto::any> rows;
};

const recording& recorded() {
    static const recording made = [] {
        recording all;
        std::ifstream file(ARGOCDPP_SYNC_WINDOWS);
        for (std::string line; std::getline(file, line);)
            all.rows.push_back(proto::parse(line));
        const auto zones = all.rows.front();
        for (const auto& [name, hex] : zones.find("zones")->members())
            all.zones.emplace(name, zone_rules::parse(bytes_of(hex.string())).value());
        all.rows.erase(all.rows.begin());
        return all;
    }();
    return made;
}

std::int64_t integer(const proto::any& row, std::string_view key) {
    return row.find(key)->num().integer().value();
}

cron_schedule schedule_of(const proto::any& row) {
    return cron_schedule::parse(row.find("schedule")->string()).value();
}

timed_window window(const char* schedule, std::int64_t minutes, bool is_deny = false,
                    const char* zone = "UTC") {
    return {is_deny, false, cron_schedule::parse(schedule).value(), minutes * 60,
            recorded().zones.at(zone)};
}

class random_windows {
  public:
    timed_window next() {
        static constexpr const char* schedules[] = {
            "0 22 * * *",   "*/15 * * * *",  "30 2 * * 1-5", "0 9-17/2 * * mon-fri",
            "0 0 */2 * 1",  "15 8,20 * * *", "0 0 1 * *",    "0 1,2,3 * * sun",
            "7 */3 * * 0,6"};
        static constexpr std::int64_t minutes[] = {1, 10, 15, 45, 60, 90, 119, 600, 1440, 3000};
        auto zone = recorded().zones.begin();
        std::advance(zone, pick(recorded().zones.size()));
        return {pick(2) == 0, pick(3) == 0, *cron_schedule::parse(schedules[pick(9)]),
                minutes[pick(10)] * 60, zone->second};
    }
    std::size_t pick(std::size_t count) { return numbers_() % count; }

  private:
    std::mt19937 numbers_{42};
};

constexpr std::int64_t day = 86'400;

} // namespace

TEST_CASE("a zone's offset is what Go reads from the same file") {
    std::size_t count = 0;
    for (const auto& row : recorded().rows) {
        if (!row.find("offset"))
            continue;
        ++count;
        const auto& zone = recorded().zones.at(row.find("zone")->string());
        INFO(proto::write(row));
        CHECK_EQ(zone.offset_at(integer(row, "at")), integer(row, "offset"));
        if (row.find("turn")) {
            CHECK_EQ(zone.next_transition(integer(row, "at")), integer(row, "turn"));
            CHECK_NE(zone.offset_at(integer(row, "turn")), integer(row, "offset"));
        }
    }
    CHECK_GT(count, 500);
}

TEST_CASE("a schedule starts when robfig/cron says") {
    for (const auto& row : recorded().rows) {
        INFO(proto::write(row));
        if (row.find("bad"))
            CHECK_FALSE(cron_schedule::parse(row.find("schedule")->string()));
        if (!row.find("after"))
            continue;
        const auto next = schedule_of(row).next(integer(row, "after"));
        CHECK_EQ(next.has_value(), !row.find("next")->is_null());
        if (next && !row.find("next")->is_null())
            CHECK_EQ(*next, integer(row, "next"));
    }
}

TEST_CASE("a window is open when Argo CD says") {
    for (const auto& row : recorded().rows) {
        if (!row.find("open"))
            continue;
        INFO(proto::write(row));
        const timed_window one{false, false, schedule_of(row), integer(row, "duration"),
                               recorded().zones.at(row.find("zone")->string())};
        CHECK_EQ(is_open(one, integer(row, "at")), row.find("open")->boolean());
    }
}

TEST_CASE("windows open and close when a look at every minute says so") {
    random_windows made;
    for (int round = 0; round < 120; ++round) {
        std::vector<timed_window> windows;
        for (std::size_t count = 1 + made.pick(3); count > 0; --count)
            windows.push_back(made.next());
        // Many a zone turns its clock in the last days of March and October.
        const auto month = made.pick(3);
        const std::int64_t year =
            1'735'689'600 + static_cast<std::int64_t>(made.pick(8)) * 365 * day;
        const auto begin = year +
                           static_cast<std::int64_t>(month == 0   ? 86 + made.pick(3)
                                                     : month == 1 ? 297 + made.pick(5)
                                                                  : made.pick(365)) *
                               day +
                           1;
        const auto end = begin + 4 * day;
        const bool by_hand = made.pick(2) == 0;
        std::optional<std::int64_t> change;
        std::optional<std::int64_t> permission;
        for (auto at = begin + 60; at < end && !(change && permission); at += 60) {
            if (!change && is_open(windows[0], at) != is_open(windows[0], begin))
                change = at - 1;
            if (!permission && may_sync(windows, at, by_hand))
                permission = at - 1;
        }
        const auto next = next_change(windows[0], begin);
        CHECK_EQ(next && *next + 1 < end ? next : std::nullopt, change);
        if (may_sync(windows, begin, by_hand))
            continue;
        const auto allowed = next_permission(windows, begin, by_hand);
        CHECK_EQ(allowed && *allowed + 1 < end ? allowed : std::nullopt, permission);
    }
}

TEST_CASE("who may sync") {
    const std::int64_t noon = 1'764'072'000; // 2025-11-25T12:00:00Z
    const auto at = noon + 1;
    const auto open = window("0 12 * * *", 60);
    const auto closed = window("0 2 * * *", 60);
    const auto deny = window("0 12 * * *", 90, true);
    auto lenient = deny;
    lenient.manual_sync = true;
    CHECK(may_sync({}, at, false));
    CHECK(may_sync({open}, at, false));
    CHECK(may_sync({open, closed}, at, false));
    CHECK_FALSE(may_sync({closed}, at, true));
    CHECK_FALSE(may_sync({open, deny}, at, true));
    CHECK(may_sync({lenient}, at, true));
    CHECK_FALSE(may_sync({lenient}, at, false));
    CHECK_FALSE(may_sync({lenient, deny}, at, true));
    CHECK(may_sync({window("0 2 * * *", 60, true)}, at, false));
    CHECK_EQ(next_permission({closed}, at, true), noon + 14 * 3600);
    CHECK_EQ(next_permission({deny}, at, false), noon + 90 * 60);
    CHECK_EQ(next_permission({window("* * * * *", 60, true)}, at, false), std::nullopt);
    CHECK_EQ(next_permission({window("0 0 30 2 *", 60, true)}, at, false), std::nullopt);
}

TEST_CASE("what is no zone file is none") {
    CHECK_FALSE(zone_rules::parse(""));
    CHECK_FALSE(zone_rules::parse("TZif"));
    CHECK_FALSE(zone_rules::parse(std::string(44, 'x')));
    CHECK_EQ(zone_rules::utc().offset_at(0), 0);
    CHECK_EQ(zone_rules::utc().next_transition(0), std::nullopt);
}

} // namespace argocdpp
