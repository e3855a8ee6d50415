#pragma once
// Programs called argocd-NAME in $PATH: `argocd NAME …` runs them, as the official CLI does.

#include "environment.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

/// The executable of that name in $PATH; nothing where there is none.
std::optional<std::string> find_program(std::string_view name, const environment& variables);

/// Runs a program on this one's streams to its end; returns its exit code. Throws `failure` where
/// it can't be started.
int run_program_file(const std::string& path, const std::vector<std::string>& arguments);

} // namespace argocdpp::cli
