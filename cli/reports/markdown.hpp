#pragma once
// A run as a Markdown table, as job summaries and comments show it.

#include "run_record.hpp"

#include <string>

namespace argocdpp::cli {

/// A heading and a row for each application. What the server said stays plain text: it can make no
/// columns, links, or HTML.
std::string markdown_report(const run_record& run);

} // namespace argocdpp::cli
