#pragma once
// Help that belongs to no command: `argocdpp help environment`, `argocdpp help exit-codes`.

#include <span>
#include <string>
#include <string_view>

namespace argocdpp::cli {

struct help_topic {
    std::string_view name;
    std::string_view summary;
    std::string (*text)();
};

std::span<const help_topic> help_topics();

/// What `help environment` says besides its table of settings.
std::string_view environment_notes();

} // namespace argocdpp::cli
