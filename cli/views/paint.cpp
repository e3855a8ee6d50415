#include "paint.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace argocdpp::cli {

namespace {

constexpr std::string_view green = "\x1b[32m", yellow = "\x1b[33m", red = "\x1b[31m",
                           plain = "\x1b[0m";

/// The colour of a state; empty for other words.
std::string_view colour_of(std::string_view word) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> colours = {{
        {"Healthy", green},
        {"Synced", green},
        {"Succeeded", green},
        {"Pruned", green},
        {"OutOfSync", yellow},
        {"Progressing", yellow},
        {"Suspended", yellow},
        {"Running", yellow},
        {"PruneSkipped", yellow},
        {"Degraded", red},
        {"Missing", red},
        {"Failed", red},
        {"Error", red},
        {"SyncFailed", red},
    }};
    const auto found = std::find_if(colours.begin(), colours.end(),
                                    [word](const auto& entry) { return entry.first == word; });
    return found == colours.end() ? std::string_view() : found->second;
}

void add_word(std::string& out, std::string_view word) {
    const std::string_view colour = colour_of(word);
    out.append(colour).append(word);
    if (!colour.empty())
        out += plain;
}

/// A cell is what two blanks or an end of the line set off on either side.
void add_cells(std::string& out, std::string_view line) {
    while (!line.empty()) {
        const std::size_t start = std::min(line.find_first_not_of(' '), line.size());
        out += line.substr(0, start);
        line.remove_prefix(start);
        const std::size_t end = std::min(line.find("  "), line.size());
        add_word(out, line.substr(0, end));
        line.remove_prefix(end);
    }
}

void add_line(std::string& out, std::string_view line) {
    if (!line.starts_with("Sync Status:") && !line.starts_with("Health Status:")) {
        add_cells(out, line);
        return;
    }
    const std::size_t start =
        std::min(line.find_first_not_of(' ', line.find(':') + 1), line.size());
    const std::size_t end = std::min(line.find(' ', start), line.size());
    out += line.substr(0, start);
    add_word(out, line.substr(start, end - start));
    out += line.substr(end);
}

} // namespace

std::string painted(std::string_view text, bool has_colours) {
    if (!has_colours)
        return std::string(text);
    std::string out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        add_line(out, text.substr(0, end));
        if (end < text.size())
            out += '\n';
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

} // namespace argocdpp::cli
