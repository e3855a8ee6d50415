#pragma once
// Which program shows an address to people.

#include "environment.hpp"

#include <string>
#include <vector>

namespace argocdpp::cli {

/// The first program of $BROWSER (a list with colons, each with arguments) that is on $PATH, else
/// the system's opener; empty where there is none.
std::string find_browser(const environment& variables);

/// What to run: the address takes the place of "%s", or comes last. Never by a shell. Empty for no
/// browser.
std::vector<std::string> browser_words(const std::string& browser, const std::string& url);

} // namespace argocdpp::cli
