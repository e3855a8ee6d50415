#include "config_paths.hpp"

#include <filesystem>

namespace argocdpp::cli {

std::string default_config_directory(const environment& variables) {
    if (std::string directory = variable(variables, "ARGOCD_CONFIG_DIR"); !directory.empty())
        return directory;
    const std::string home = variable(variables, "HOME");
    if (home.empty())
        return "";
    std::error_code ignored;
    if (std::filesystem::exists(home + "/.argocd", ignored))
        return home + "/.argocd";
    if (const std::string base = variable(variables, "XDG_CONFIG_HOME"); !base.empty())
        return base + "/argocd";
    return home + "/.config/argocd";
}

std::string default_config_path(const environment& variables) {
    const std::string directory = default_config_directory(variables);
    return directory.empty() ? "" : directory + "/config";
}

} // namespace argocdpp::cli
