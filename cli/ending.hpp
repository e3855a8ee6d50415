#pragma once
// How a run ended, told finer than by the official CLI's exit codes: what `--exit-codes=detailed`,
// events and reports name. One table; help and README follow it.

#include <argocdpp/error.hpp>

#include <span>
#include <string_view>

namespace argocdpp::cli {

enum class ending {
    done,
    other, ///< anything without a word of its own; the official exit code then holds
    timed_out,
    operation_failed,
    degraded,
    unauthenticated,
    denied_or_missing,
    unreachable,
    busy,
    prune_required,
    superseded,
    blocked_by_window,
    uncertain,
    replaced,
    nothing_matched,
    skipped, ///< never begun, and no failure of its own
};

struct ending_row {
    ending what;
    int code; ///< of --exit-codes=detailed
    std::string_view name;
    std::string_view meaning;
};

/// Every ending that has a code of its own.
std::span<const ending_row> ending_table();

/// "timed_out"; "succeeded", "skipped" and "failed" for what has no row.
std::string_view name_of(ending what);
/// The detailed exit code; `official` for what has no row.
int detailed_code(ending what, int official);

/// What a failure of the library means for the run.
ending ending_of(const error& failure);

} // namespace argocdpp::cli
