#pragma once
// Files that reports are written to.

#include <string>

namespace argocdpp::cli {

/// Throws `failure` where no report could be written to that path; changes nothing there.
void check_report_path(const std::string& path);

/// Puts the report there in one step, readable as the umask says, or as the file was that it
/// replaces; what is no file, such as /dev/stdout, is written to as it is. Throws `failure`.
void write_report(const std::string& path, const std::string& text);

/// Adds to the end of a file. Throws `failure`.
void append_report(const std::string& path, const std::string& text);

} // namespace argocdpp::cli
