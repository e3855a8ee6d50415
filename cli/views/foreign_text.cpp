#include "foreign_text.hpp"

#include "runes.hpp"

#include <algorithm>

namespace argocdpp::cli {
namespace {

constexpr std::size_t most_lines = 12;
constexpr std::size_t narrowest = 20;

void add_hex(std::string& out, char32_t value, std::size_t digits) {
    static constexpr std::string_view figures = "0123456789abcdef";
    for (std::size_t place = digits; place-- > 0;)
        out += figures[(value >> (4 * place)) & 0xf];
}

bool is_invisible(char32_t rune) {
    const auto is_in = [rune](char32_t first, char32_t last) {
        return rune >= first && rune <= last;
    };
    return is_in(0x80, 0x9f) || rune == 0x061c || is_in(0x200b, 0x200f) || is_in(0x2028, 0x202e) ||
           is_in(0x2060, 0x206f) || rune == 0xfeff;
}

void add_rune(std::string& out, std::string_view letter) {
    const auto byte = static_cast<unsigned char>(letter.front());
    const auto rune = first_rune(letter);
    const bool is_invalid = letter.size() == 1 && byte >= 0x80;
    if (letter == "\t") {
        out += "    ";
    } else if (byte < 0x20 || byte == 0x7f || is_invalid) {
        out += "\\x";
        add_hex(out, byte, 2);
    } else if (is_invisible(rune)) {
        out += "\\u";
        add_hex(out, rune, 4);
    } else {
        out += letter;
    }
}

/// The next line of at most so many columns, taken from the text.
std::string_view take_line(std::string_view& text, std::size_t columns) {
    auto line = rune_prefix(text, columns);
    if (line.size() < text.size() && text[line.size()] != ' ') {
        const auto blank = line.rfind(' ');
        if (blank != std::string_view::npos && blank > 0)
            line = line.substr(0, blank);
    }
    text.remove_prefix(line.size());
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    return line;
}

class paragraph {
  public:
    paragraph(std::string_view head, std::size_t indent, std::size_t width)
        : out_(head)
        , indent_(indent)
        , width_(std::max(width, indent + narrowest))
        , used_(rune_count(head)) {}

    void add(std::string_view text) {
        do {
            if (lines_ == most_lines)
                return;
            begin_line();
            const auto room = width_ - std::min(used_, width_ - narrowest);
            const auto line = take_line(text, room);
            out_ += line.starts_with("::") ? "\\" : "";
            out_ += line;
            if (++lines_ == most_lines && !text.empty())
                out_ += " …";
        } while (!text.empty());
    }
    std::string made() && { return std::move(out_) + "\n"; }

  private:
    void begin_line() {
        if (lines_ == 0)
            return;
        out_ += "\n" + std::string(indent_, ' ');
        used_ = indent_;
    }

    std::string out_;
    std::size_t indent_;
    std::size_t width_;
    std::size_t used_;
    std::size_t lines_ = 0;
};

} // namespace

std::string visible(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto letter = text.substr(0, rune_length(text));
        text.remove_prefix(letter.size());
        if (letter == "[" && out.ends_with("##"))
            out += '\\';
        add_rune(out, letter);
    }
    return out;
}

std::string visible_line(std::string_view text, std::size_t width) {
    auto line = visible(text);
    if (rune_count(line) <= width)
        return line;
    return std::string(rune_prefix(line, width - std::min<std::size_t>(width, 1))) + "…";
}

std::string wrapped(std::string_view head, std::string_view text, std::size_t indent,
                    std::size_t width) {
    paragraph made(head, indent, width);
    do {
        const auto end = std::min(text.find('\n'), text.size());
        if (auto line = text.substr(0, end); !line.empty() || end == text.size())
            made.add(visible(line.ends_with('\r') ? line.substr(0, line.size() - 1) : line));
        text.remove_prefix(std::min(end + 1, text.size()));
    } while (!text.empty());
    return std::move(made).made();
}

} // namespace argocdpp::cli
