#pragma once
// A small private file that several processes read and rewrite: never seen half written, no update
// lost.

#include "file_descriptor.hpp"

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

/// Says to others that what the file holds is about to be renewed, which may take a while. It does
/// not keep anybody from reading or writing the file: a replaced file has a new lock.
class config_file_lock {
  public:
    /// Nothing where somebody else has it, or the file has just been replaced. Where there is no
    /// file, or a file system without locks, it is taken.
    static std::optional<config_file_lock> try_take(const std::string& path);

  private:
    explicit config_file_lock(file_descriptor file)
        : file_(std::move(file)) {}
    file_descriptor file_;
};

} // namespace argocdpp::cli
