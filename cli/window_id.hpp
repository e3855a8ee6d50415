#pragma once
// How a command line names a sync window of a project: by its place in the list.

#include "failure.hpp"

#include <cstddef>
#include <string>

namespace argocdpp::cli {

/// Throws `failure` for what is no number.
long long window_id(const std::string& text);

/// Whether there is such a window among so many.
bool is_window(long long id, std::size_t count);

/// The failure for a window that is not there.
failure no_window(long long id);

} // namespace argocdpp::cli
