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

/// "argocdpp app get APPNAME [flags]".
std::string usage_line(const command& row, std::string_view program_name);
/// What a flag is for, its default, and whether the official CLI has it.
std::string flag_help(const flag& flag);

} // namespace argocdpp::cli
