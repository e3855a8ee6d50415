#pragma once
// The picture that a wait draws on a terminal and redraws in place: one line that sums up, and the
// resources that are not done yet before those that are.

#include <argocdpp/resources.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

/// The picture's lines, none wider than the terminal, together two lines lower than it at most:
///
///     waves: 3 resources, 2 synced, 3 healthy
///       ConfigMap/wave-5  OutOfSync  Missing
///       ConfigMap/wave-0  Synced
///       … 1 more
std::vector<std::string> progress_lines(std::string_view title,
                                        const std::vector<resource_state>& rows, int width,
                                        int height);

/// Text that puts lines where the previous picture stands: up by its lines, each line cleared and
/// written anew, the rest of the screen cleared. Without lines it only clears.
std::string redraw(std::size_t previous_line_count, const std::vector<std::string>& lines);

} // namespace argocdpp::cli
