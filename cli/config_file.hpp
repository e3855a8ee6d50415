#pragma once
// A small private file that several processes read and rewrite: never seen half written, no update
// lost.

#include <functional>
#include <optional>
#include <string>

namespace argocdpp::cli {

/// The contents; nothing where there is no file. Throws `failure` (exit code 20) where the mode is
/// neither 0600 nor 0400, or the file can't be read.
std::optional<std::string> read_config_file(const std::string& path);

/// Replaces the contents by what `change` makes of them, while no other process does the same. A
/// file that `change` answers with nothing is removed; equal contents are not written again. The
/// folder is made where it is missing. Throws `failure` (exit code 20), and what `change` throws.
void update_config_file(
    const std::string& path,
    const std::function<std::optional<std::string>(const std::optional<std::string>&)>& change);

} // namespace argocdpp::cli
