#pragma once
// One run of the program, from the command line to the exit code.
//
// Here alone errors become text and codes:
//   failure              its message as a fatal log line, its code
//   absence              likewise, unless ARGOCDPP_FALLBACK has the official CLI run instead
//   usage_error          "Error: …" on standard output, 1
//   show_help            the command's help on standard output, 1
//   argocdpp::error      its message as a fatal log line: 1 where the server was never reached,
//   else 20 argocdpp::interrupted  nothing, 128 + the signal

#include "invocation.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

/// Runs `argv`, the program's own name included, and returns the exit code.
int run_program(const std::vector<std::string>& argv, world& outside);

/// What the program calls itself when started as `path`: argocd where a link of that name was used.
std::string_view program_name_of(std::string_view path);

} // namespace argocdpp::cli
