#pragma once
// Files read whole, with the error texts of Go's os package.

#include "exit_code.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace argocdpp::cli {

/// Throws `failure` with that code: "open x: no such file or directory".
std::string read_text_file(const std::string& path, exit_code code = exit_code::failure);

/// The same; nothing where there is no such file.
std::optional<std::string> read_optional_text_file(const std::string& path, exit_code code);

/// As read_text_file, but of a longer file only so many bytes.
std::string read_text_file_start(const std::string& path, std::size_t longest,
                                 exit_code code = exit_code::failure);

/// Replaces the file's contents in place. Throws `failure` with that code.
void write_text_file(const std::string& path, const std::string& text, unsigned mode,
                     exit_code code);

} // namespace argocdpp::cli
