#pragma once
// Tables of an application's resources: the whole one, and the rows of one that grows while
// waiting.

#include "time_text.hpp"

#include <argocdpp/resources.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace argocdpp::cli {

/// The table of `app get` with its header.
std::string resource_table(const std::vector<resource_state>& rows);

/// Rows that changed at `now`, aligned among themselves. The first batch brings the header with it
/// and is aligned with it, even where it has no rows.
std::string live_rows(const std::vector<resource_state>& rows, std::int64_t now,
                      const time_zone& zone, bool with_header);

} // namespace argocdpp::cli
