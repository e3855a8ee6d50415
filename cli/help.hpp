#pragma once
// Help texts, made from the table of commands and the flags that commands declare.

#include "command.hpp"

#include <string>
#include <string_view>

namespace argocdpp::cli {

struct help_style {
    std::string_view program_name; ///< takes the place of "argocdpp" in what rows say
    int width = 0;                 ///< columns to fold at; 0 folds nothing
};

/// All there is to say of a command or group: usage, summary, details, examples, flags.
std::string help_text(const command& row, const help_style& style);

} // namespace argocdpp::cli
