#pragma once
// Where symbolic links lead: a file that is written beside its target and renamed must not take the
// place of a link.

#include <optional>
#include <string>

namespace argocdpp::cli {

/// Where a chain of symbolic links ends, also if nothing is there yet.
std::string behind_links(std::string path);

/// The descriptor of this program that the path, or a link in its chain, stands for: /dev/stdout,
/// /dev/fd/3, /proc/self/fd/3.
std::optional<int> descriptor_behind(std::string path);

} // namespace argocdpp::cli
