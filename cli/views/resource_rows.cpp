#include "resource_rows.hpp"

#include "runes.hpp"
#include "table.hpp"

namespace argocdpp::cli {

namespace {

/// Right-aligned in so many columns; longer text stays whole.
std::string right(std::string_view text, std::size_t width) {
    const std::size_t count = rune_count(text);
    return std::string(count < width ? width - count : 0, ' ').append(text);
}

void add_live_row(std::string& tabbed, std::string_view time, const resource_state& row) {
    add_row(tabbed, {time, right(row.group, 5), right(row.kind, 10), right(row.name_space, 10),
                     right(row.name, 20), right(row.status, 8), right(row.health, 7),
                     right(row.hook, 10), row.message});
}

const resource_state header = {"GROUP",  "KIND",   "NAMESPACE", "NAME",
                               "STATUS", "HEALTH", "HOOK",      "MESSAGE"};

} // namespace

std::string resource_table(const std::vector<resource_state>& rows) {
    std::string tabbed;
    const auto add = [&tabbed](const resource_state& row) {
        add_row(tabbed, {row.group, row.kind, row.name_space, row.name, row.status, row.health,
                         row.hook, row.message});
    };
    add(header);
    for (const resource_state& row : rows)
        add(row);
    return align(tabbed, 0, 2);
}

std::string live_rows(const std::vector<resource_state>& rows, std::int64_t now,
                      const time_zone& zone, bool with_header) {
    std::string tabbed;
    if (with_header)
        add_live_row(tabbed, "TIMESTAMP", header);
    for (const resource_state& row : rows)
        add_live_row(tabbed, row_time(now, zone), row);
    return align(tabbed, 0, 2); // padded cells are wider than the least width there, 5
}

} // namespace argocdpp::cli
