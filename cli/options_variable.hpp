#pragma once
// ARGOCD_OPTS: flags that hold for every run, in one environment variable.
//
//     ARGOCD_OPTS='--server argocd.example:443 --grpc-web --header "a: b"'
//
// The grammar is the official CLI's: words as a shell splits them, then `--key value`, `--key`
// (true) or
// `--key=value`. A word that belongs to no key is an error, and so `-H` can't be used here.

#include "environment.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

/// Values by flag name, without the dashes.
using option_values = std::map<std::string, std::string, std::less<>>;

/// Splits at blanks, as sh does: backslashes, single and double quotes, no expansion. Throws
/// `failure`.
std::vector<std::string> split_shell_words(std::string_view text);

/// Reads ARGOCD_OPTS. Throws `failure` with the official CLI's words.
option_values parse_options_variable(std::string_view text);

} // namespace argocdpp::cli
