#include "yaml_scalar.hpp"

#include "runes.hpp"
#include "yaml_resolve.hpp"

#include <array>

namespace argocdpp::cli {

namespace {

bool is_one_of(char sign, std::string_view signs) {
    return signs.find(sign) != std::string_view::npos;
}

/// Blank, tab, break, NUL or the text's end.
bool is_white(std::string_view text) {
    return text.empty() || is_one_of(text.front(), std::string_view(" \t\0", 3)) ||
           yaml_sign::is_break(text);
}

/// Whether a character at its place would mean something else than itself in a plain scalar.
bool is_indicator(std::string_view text, std::size_t at, bool after_white) {
    const std::string_view behind = text.substr(at + 1);
    const bool before_white = behind.empty() || is_one_of(behind.front(), " \t");
    const char sign = text[at];
    if (sign == ':')
        return before_white;
    if (at == 0) {
        if (is_one_of(sign, "#,[]{}&*!|>'\"%@`"))
            return true;
        return is_one_of(sign, "?-") && before_white;
    }
    return sign == '#' && after_white;
}

constexpr std::array<unsigned char, 256> ascii_sorts = [] {
    std::array<unsigned char, 256> sorts{};
    for (std::size_t sign = 0x20; sign < 0x7F; ++sign)
        sorts[sign] = yaml_sign::word;
    sorts[' '] = yaml_sign::blank;
    sorts[':'] = sorts['#'] = yaml_sign::mark;
    sorts['"'] = sorts['\''] = sorts['\\'] = yaml_sign::quote;
    return sorts;
}();

/// Where blanks and breaks stand in a text.
struct layout {
    bool has_break = false;
    bool has_indicator = false;
    bool has_special = false;
    bool has_tab = false;
    bool break_then_space = false;
    bool space_then_break = false;
};

layout layout_of(std::string_view text) {
    layout found;
    bool after_white = true;
    bool after_space = false;
    bool after_break = false;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view rest = text.substr(at);
        // Behind the first character these are nothing but themselves.
        const auto ordinary = yaml_sign::run(rest, yaml_sign::word | yaml_sign::quote);
        if (at > 0 && ordinary > 0) {
            after_white = after_space = after_break = false;
            at += ordinary;
            continue;
        }
        if (at > 0 && rest.front() == ' ') {
            found.break_then_space |= after_break;
            after_white = after_space = true;
            after_break = false;
            ++at;
            continue;
        }
        const bool is_space = rest.front() == ' ';
        const bool is_break = yaml_sign::is_break(rest);
        found.has_indicator |= is_indicator(text, at, after_white);
        const bool is_tab = rest.front() == '\t';
        found.has_tab |= is_tab;
        found.has_special |= !is_tab && !yaml_sign::is_printable(rest);
        found.has_break |= is_break;
        found.break_then_space |= is_space && after_break;
        found.space_then_break |= is_break && after_space;
        after_white = is_white(rest);
        after_space = is_space;
        after_break = is_break;
        at += rune_length(rest);
    }
    return found;
}

bool ends_with_break(std::string_view text) {
    for (std::size_t length = 1; length <= 3 && length <= text.size(); ++length) {
        const std::string_view last = text.substr(text.size() - length);
        if (rune_length(last) == length && yaml_sign::is_break(last))
            return true;
    }
    return false;
}

} // namespace

bool yaml_sign::is_break(std::string_view text) {
    return text.starts_with('\r') || text.starts_with('\n') || text.starts_with("\xC2\x85") ||
           text.starts_with("\xE2\x80\xA8") || text.starts_with("\xE2\x80\xA9");
}

bool yaml_sign::is_printable(std::string_view text) {
    const auto first = static_cast<unsigned char>(text.front());
    if (first < 0x80)
        return first == '\n' || (first >= 0x20 && first <= 0x7E);
    if (rune_length(text) == 1)
        return false; // invalid UTF-8
    const char32_t rune = first_rune(text);
    return rune >= 0xA0 && rune != 0xFEFF && rune <= 0xFFFD;
}

std::size_t yaml_sign::run(std::string_view text, unsigned sorts) {
    std::size_t count = 0;
    while (count < text.size() && (ascii_sorts[static_cast<unsigned char>(text[count])] & sorts))
        ++count;
    return count;
}

scalar_traits traits_of(std::string_view text, const yaml_dialect& dialect) {
    if (text.empty())
        return {false, true, true, false};
    const layout found = layout_of(text);
    const bool starts_white = text.front() == ' ' || yaml_sign::is_break(text);
    const bool ends_in_space = text.back() == ' ';
    const bool looks_like_marker = text.starts_with("---") || text.starts_with("...");
    const bool no_block = found.space_then_break || found.has_special ||
                          (found.has_tab && !dialect.has_tabs_in_blocks);
    const bool only_escaped = no_block || found.has_tab;

    scalar_traits traits;
    traits.is_multiline = found.has_break;
    traits.plain_allowed = !starts_white && !ends_in_space && !ends_with_break(text) &&
                           !found.break_then_space && !only_escaped && !found.has_break &&
                           !found.has_indicator && !looks_like_marker;
    traits.single_quoted_allowed = !found.break_then_space && !only_escaped;
    traits.literal_allowed = !ends_in_space && !no_block;
    return traits;
}

scalar_style style_of(std::string_view text, const scalar_traits& traits, bool is_simple_key,
                      const yaml_dialect& dialect) {
    const bool is_escaped_key = is_simple_key && traits.is_multiline;
    if (text.find('\n') != std::string_view::npos)
        return traits.literal_allowed && !is_simple_key ? scalar_style::literal
                                                        : scalar_style::double_quoted;
    if (is_escaped_key || !reads_as_string(text, dialect))
        return scalar_style::double_quoted;
    if (traits.plain_allowed)
        return scalar_style::plain;
    return traits.single_quoted_allowed ? scalar_style::single_quoted : scalar_style::double_quoted;
}

} // namespace argocdpp::cli
