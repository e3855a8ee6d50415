#include "ending.hpp"

#include <argocdpp/busy.hpp>

#include <algorithm>
#include <array>

namespace argocdpp::cli {
namespace {

constexpr std::array<ending_row, 13> table = {{
    {ending::timed_out, 30, "timed_out", "a --timeout passed"},
    {ending::operation_failed, 31, "operation_failed", "a sync, rollback or hook failed"},
    {ending::degraded, 32, "degraded", "health became Degraded"},
    {ending::unauthenticated, 33, "unauthenticated", "no token, or one that is no longer valid"},
    {ending::denied_or_missing, 34, "denied_or_missing",
     "permission denied, or no such application"},
    {ending::unreachable, 35, "unreachable", "no connection, or no answer of Argo CD"},
    {ending::busy, 36, "busy", "another operation was at work"},
    {ending::prune_required, 37, "prune_required", "synced, but resources are left to prune"},
    {ending::superseded, 38, "superseded", "a newer revision overtook the one waited for"},
    {ending::blocked_by_window, 39, "blocked_by_window", "a sync window forbids the sync"},
    {ending::uncertain, 40, "uncertain", "a change was sent and its answer lost"},
    {ending::replaced, 41, "replaced", "the application was deleted, or created anew, meanwhile"},
    {ending::nothing_matched, 42, "nothing_matched", "no application matched"},
}};

const ending_row* row_of(ending what) {
    const auto found = std::ranges::find(table, what, &ending_row::what);
    return found == table.end() ? nullptr : &*found;
}

} // namespace

std::span<const ending_row> ending_table() { return table; }

std::string_view name_of(ending what) {
    if (const auto* row = row_of(what))
        return row->name;
    if (what == ending::skipped)
        return "skipped";
    return what == ending::done ? "succeeded" : "failed";
}

int detailed_code(ending what, int official) {
    const auto* row = row_of(what);
    return row ? row->code : official;
}

ending ending_of(const error& failure) {
    if (is_busy(failure))
        return ending::busy;
    switch (failure.kind) {
    case error_kind::unauthenticated:
        return ending::unauthenticated;
    case error_kind::denied:
        return std::string_view(failure.what()).find("blocked by sync window") == std::string::npos
                   ? ending::denied_or_missing
                   : ending::blocked_by_window;
    case error_kind::not_found:
        return ending::denied_or_missing;
    case error_kind::lost:
        // What only reads can be asked again, and was.
        return failure.request.starts_with("GET ") ? ending::unreachable : ending::uncertain;
    case error_kind::unreachable:
    case error_kind::unavailable:
    case error_kind::tls:
        return ending::unreachable;
    case error_kind::timeout:
        return ending::timed_out;
    default:
        return ending::other;
    }
}

} // namespace argocdpp::cli
