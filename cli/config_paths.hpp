#pragma once
// Where the config file lives: the official CLI's places, so both share it.

#include "environment.hpp"

#include <string>

namespace argocdpp::cli {

/// $ARGOCD_CONFIG_DIR, else ~/.argocd where that exists, else $XDG_CONFIG_HOME/argocd, else
/// ~/.config/argocd. Empty where there is no home: a job with ARGOCD_SERVER and ARGOCD_AUTH_TOKEN
/// needs none.
std::string default_config_directory(const environment& variables);

/// The file `config` there; empty where there is no home.
std::string default_config_path(const environment& variables);

} // namespace argocdpp::cli
