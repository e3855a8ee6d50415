#include "plan.hpp"

#include <algorithm>

namespace argocdpp::tests {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// A pause that fits the fault.
duration pause_of(fault_kind fault, dice& drawn) {
    switch (fault) {
    case fault_kind::delay:
        // Some are longer than a call may be silent.
        return drawn.between(milliseconds(200), seconds(drawn.chance(20) ? 90 : 20));
    case fault_kind::too_many_paused:
        return seconds(1 + drawn.below(drawn.chance(15) ? 60 : 4));
    case fault_kind::drip:
        return milliseconds(1 + drawn.below(20));
    case fault_kind::restart:
        return drawn.between(milliseconds(0), seconds(drawn.chance(20) ? 60 : 6));
    default:
        return drawn.between(milliseconds(100), seconds(8));
    }
}

std::optional<request_kind> aim_of(subject command, dice& drawn) {
    if (command == subject::list || command == subject::download || command == subject::logs)
        return std::nullopt;
    switch (drawn.below(5)) {
    case 0:
        return request_kind::read;
    case 1:
        return request_kind::stream;
    case 2:
        return command == subject::wait ? request_kind::read : request_kind::change;
    default:
        return std::nullopt;
    }
}

bool is_about_events(fault_kind fault) {
    return fault == fault_kind::duplicate_events || fault == fault_kind::reordered_events ||
           fault == fault_kind::dropped_events;
}

} // namespace

const std::vector<fault_name>& all_faults() {
    static const std::vector<fault_name> names = {
        {fault_kind::none, "none"},
        {fault_kind::reset, "reset"},
        {fault_kind::silence, "silence"},
        {fault_kind::delay, "delay"},
        {fault_kind::drip, "drip"},
        {fault_kind::truncated_body, "truncated-body"},
        {fault_kind::tls_close, "tls-close"},
        {fault_kind::truncated_gzip, "truncated-gzip"},
        {fault_kind::corrupt_gzip, "corrupt-gzip"},
        {fault_kind::too_many, "429"},
        {fault_kind::too_many_paused, "429-retry-after"},
        {fault_kind::internal_error, "500"},
        {fault_kind::bad_gateway, "502"},
        {fault_kind::unavailable, "503"},
        {fault_kind::gateway_timeout, "504"},
        {fault_kind::web_page, "html"},
        {fault_kind::login_redirect, "302-login"},
        {fault_kind::duplicate_events, "duplicate-events"},
        {fault_kind::reordered_events, "reordered-events"},
        {fault_kind::dropped_events, "dropped-events"},
        {fault_kind::expired_token, "expired-token"},
        {fault_kind::revoked_token, "revoked-token"},
        {fault_kind::recreated, "recreated"},
        {fault_kind::restart, "restart"},
    };
    return names;
}

const std::vector<subject_name>& all_subjects() {
    static const std::vector<subject_name> names = {
        {subject::sync, "sync"},      {subject::wait, "wait"}, {subject::list, "list"},
        {subject::removal, "delete"}, {subject::logs, "logs"}, {subject::download, "self-download"},
    };
    return names;
}

std::string_view name_of(fault_kind fault) {
    return all_faults().at(static_cast<std::size_t>(fault)).name;
}

std::string_view name_of(subject command) {
    return all_subjects().at(static_cast<std::size_t>(command)).name;
}

bool can_strike(fault_kind fault, subject command) {
    const bool follows =
        command == subject::sync || command == subject::wait || command == subject::removal;
    if (is_about_events(fault) || fault == fault_kind::recreated)
        return follows;
    const bool is_about_tokens =
        fault == fault_kind::expired_token || fault == fault_kind::revoked_token;
    const bool is_about_packing =
        fault == fault_kind::truncated_gzip || fault == fault_kind::corrupt_gzip;
    // A download sends no token, and asks for the file as it is; so is a stream of lines sent.
    if (command == subject::download)
        return !is_about_tokens && !is_about_packing;
    return command != subject::logs || !is_about_packing;
}

dice::dice(std::uint64_t seed)
    : engine_(seed) {}

std::size_t dice::below(std::size_t limit) {
    return limit == 0 ? 0 : static_cast<std::size_t>(engine_() % limit);
}

duration dice::between(duration least, duration most) {
    return least + std::chrono::duration_cast<duration>((most - least) * share());
}

bool fault_plan::strikes(request_kind kind) {
    if (aim && *aim != kind)
        return false;
    if (skip > 0) {
        --skip;
        return false;
    }
    if (is_endless)
        return true;
    if (times == 0)
        return false;
    --times;
    return true;
}

fault_plan draw_plan(fault_kind fault, subject command, std::uint64_t seed) {
    const auto place = static_cast<std::uint64_t>(fault) * 16 + static_cast<std::uint64_t>(command);
    dice drawn(seed * 1000 + place);
    fault_plan made;
    made.fault = fault;
    made.aim = aim_of(command, drawn);
    made.is_endless = drawn.chance(15);
    const bool is_single_read = command == subject::list || command == subject::download;
    made.skip = is_single_read || drawn.chance(40) ? 0 : drawn.below(6);
    made.times = 1 + drawn.below(drawn.chance(20) ? 8 : 3);
    made.place = drawn.share();
    made.is_in_request = fault == fault_kind::reset && drawn.chance(40);
    made.is_taken = drawn.chance(50);
    const bool is_about_packing =
        fault == fault_kind::truncated_gzip || fault == fault_kind::corrupt_gzip;
    made.is_packed = is_about_packing || drawn.chance(70);
    made.is_chunked = drawn.chance(60);
    made.version_shift = drawn.chance(50) ? 5000 : -90;
    made.pause = pause_of(fault, drawn);
    made.moment = drawn.between(milliseconds(0), seconds(drawn.chance(30) ? 2 : 40));
    return made;
}

} // namespace argocdpp::tests
