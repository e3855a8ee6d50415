#include "browser.hpp"

#include "child_process.hpp"

#include <sstream>

namespace argocdpp::cli {

std::string find_browser(const environment& variables) {
    std::istringstream named(variable(variables, "BROWSER"));
    for (std::string one; std::getline(named, one, ':');) {
        const std::vector<std::string> words = browser_words(one, "");
        if (words.empty())
            continue;
        const std::string& program = words.front();
        if (program.starts_with('/') || find_program(program, variables))
            return one;
    }
    const std::string opener = "xdg-open";
    return find_program(opener, variables) ? opener : "";
}

std::vector<std::string> browser_words(const std::string& browser, const std::string& url) {
    std::istringstream text(browser);
    std::vector<std::string> words;
    bool is_placed = false;
    for (std::string word; text >> word;) {
        if (const std::size_t at = word.find("%s"); at != std::string::npos) {
            word.replace(at, 2, url);
            is_placed = true;
        }
        words.push_back(std::move(word));
    }
    if (!words.empty() && !is_placed)
        words.push_back(url);
    return words;
}

} // namespace argocdpp::cli
