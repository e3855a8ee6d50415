#pragma once
// Manual pages, made from the table of commands as help is. The program man_pages writes them while
// the project is built, so the program that people run needs nothing of this.

#include "command.hpp"

#include <string>
#include <string_view>

namespace argocdpp::cli {

/// "argocdpp-app-sync"; the page is that with ".1".
std::string man_page_name(const command& row);

/// The page of a command or group. `release` as in "v0.1.0", `date` as in "2026-11-24".
std::string man_page(const command& row, std::string_view release, std::string_view date);

} // namespace argocdpp::cli
