#include "progress_view.hpp"

#include "runes.hpp"
#include "table.hpp"

#include <argocdpp/proto/application_status.hpp>
#include <argocdpp/proto/operation.hpp>

#include <algorithm>

namespace argocdpp::cli {

namespace {

bool is_synced(const resource_state& row) {
    return row.hook.empty() ? row.status == proto::sync_code::synced
                            : row.status == proto::phase::succeeded;
}

/// What has no health is as healthy as it gets; so is a hook that succeeded.
bool is_healthy(const resource_state& row) {
    return row.health.empty() || row.health == proto::health_code::healthy ||
           (!row.hook.empty() && is_synced(row));
}

bool is_done(const resource_state& row) { return is_synced(row) && is_healthy(row); }

std::string summary(std::string_view title, const std::vector<resource_state>& rows) {
    const auto synced = std::count_if(rows.begin(), rows.end(), is_synced);
    const auto healthy = std::count_if(rows.begin(), rows.end(), is_healthy);
    return std::string(title) + ": " + std::to_string(rows.size()) +
           (rows.size() == 1 ? " resource, " : " resources, ") + std::to_string(synced) +
           " synced, " + std::to_string(healthy) + " healthy";
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

void cut(std::string& line, std::size_t width) {
    line.resize(rune_prefix(line, width).size());
    line.resize(line.find_last_not_of(' ') + 1);
}

} // namespace

std::vector<std::string> progress_lines(std::string_view title,
                                        const std::vector<resource_state>& rows, int width,
                                        int height) {
    std::vector<const resource_state*> order;
    for (const resource_state& row : rows)
        order.push_back(&row);
    std::stable_partition(order.begin(), order.end(),
                          [](const resource_state* row) { return !is_done(*row); });
    // One line for the sum, one for what is left out, two stay free: a full screen would scroll.
    const auto room = static_cast<std::size_t>(std::max(height - 4, 0));
    const std::size_t shown =
        rows.size() <= room + 1 && height > 4 ? rows.size() : std::min(room, rows.size());
    std::string tabbed;
    for (std::size_t at = 0; at < shown; ++at) {
        const resource_state& row = *order[at];
        add_row(tabbed, {"  " + on_one_line(row.kind) + "/" + on_one_line(row.name),
                         on_one_line(row.status), on_one_line(row.health), on_one_line(row.hook),
                         on_one_line(row.message)});
    }
    std::vector<std::string> lines = lines_of(align(tabbed, 0, 2));
    lines.insert(lines.begin(), on_one_line(summary(title, rows)));
    if (shown < rows.size() && height > 3)
        lines.push_back("  … " + std::to_string(rows.size() - shown) + " more");
    for (std::string& line : lines)
        cut(line, static_cast<std::size_t>(std::max(width, 1)));
    return lines;
}

std::string redraw(std::size_t previous_line_count, const std::vector<std::string>& lines) {
    std::string text = "\r";
    if (previous_line_count > 0)
        text += "\x1b[" + std::to_string(previous_line_count) + "A";
    for (const std::string& line : lines)
        text += "\x1b[2K" + line + "\n";
    return text += "\x1b[J";
}

} // namespace argocdpp::cli
