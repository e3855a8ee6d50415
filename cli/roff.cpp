#include "roff.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace argocdpp::cli {

namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

/// A request at the beginning of a line is what roff takes a dot or an apostrophe there for.
std::string line(std::string_view text) {
    const bool looks_like_request = text.starts_with('.') || text.starts_with('\'');
    return (looks_like_request ? "\\&" : "") + roff(text) + "\n";
}

/// Moves `at` behind a character of UTF-8 and returns its code point.
std::uint32_t code_point(std::string_view text, std::size_t& at) {
    const auto first = static_cast<unsigned char>(text[at++]);
    const int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    std::uint32_t point = first & (0x3fu >> more);
    for (int i = 0; i < more && at < text.size(); ++i)
        point = point << 6 | (static_cast<unsigned char>(text[at++]) & 0x3fu);
    return point;
}

std::string named(std::uint32_t point) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string hex;
    for (; point > 0 || hex.size() < 4; point >>= 4)
        hex.insert(hex.begin(), digits[point & 0xfu]);
    return "\\[u" + hex + "]";
}

std::string_view escape(char letter) {
    switch (letter) {
    case '\\':
        return "\\e";
    case '-':
        return "\\-";
    case '\'':
        return "\\(aq";
    case '`':
        return "\\(ga";
    case '^':
        return "\\(ha";
    case '~':
        return "\\(ti";
    case '"':
        return "\\(dq";
    default:
        return {};
    }
}

} // namespace

std::string roff(std::string_view text) {
    std::string made;
    for (std::size_t at = 0; at < text.size();) {
        if (static_cast<unsigned char>(text[at]) >= 0x80) {
            made += named(code_point(text, at));
            continue;
        }
        const std::string_view escaped = escape(text[at]);
        if (escaped.empty())
            made += text[at];
        made += escaped;
        ++at;
    }
    return made;
}

std::string roff_paragraphs(std::string_view text) {
    std::string made;
    bool is_new = false, is_verbatim = false;
    for (const std::string_view each : lines_of(text)) {
        if (each.empty()) {
            is_new = !made.empty();
            continue;
        }
        if (std::exchange(is_verbatim, each.starts_with(' ')) != is_verbatim)
            made += is_verbatim ? ".PP\n.nf\n" : ".fi\n.PP\n";
        else if (is_new)
            made += ".PP\n";
        is_new = false;
        made += line(each);
    }
    return made + (is_verbatim ? ".fi\n" : "");
}

std::string roff_lines(std::string_view text) {
    std::string made = ".RS 4\n.nf\n";
    for (const std::string_view each : lines_of(text))
        made += line(each);
    return made + ".fi\n.RE\n";
}

std::string roff_entry(std::string_view term, std::string_view text) {
    std::string made = ".TP\n" + std::string(term) + "\n";
    for (const std::string_view each : lines_of(text))
        made += line(each);
    return made;
}

} // namespace argocdpp::cli
