#include "fitted_lines.hpp"

#include "runes.hpp"

#include <algorithm>

namespace argocdpp::cli {
namespace {

std::string fitted(std::string_view text, std::size_t width) {
    std::string line(text);
    if (rune_count(text) > width)
        line = std::string(rune_prefix(text, width - 1)) + "…";
    line.resize(line.find_last_not_of(' ') + 1);
    return line;
}

} // namespace

std::vector<std::string> fitted_lines(std::string_view text, std::size_t width) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.push_back(fitted(text.substr(0, end), width));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

} // namespace argocdpp::cli
