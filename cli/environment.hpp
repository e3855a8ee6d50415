#pragma once
// Environment variables as a value, so that nothing below main() asks the process for them.

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace argocdpp::cli {

using environment = std::map<std::string, std::string, std::less<>>;

/// The variable; empty where it is unset.
inline std::string variable(const environment& variables, std::string_view name) {
    const auto at = variables.find(name);
    return at == variables.end() ? "" : at->second;
}

/// The variables of this process.
environment process_environment();

} // namespace argocdpp::cli
