#include "go_values.hpp"

#include <array>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <utility>

namespace argocdpp::cli {

namespace {

struct character {
    std::uint32_t code;
    std::size_t length;
};

/// The UTF-8 character at the beginning of the text, if it is a valid one.
std::optional<character> first_character(std::string_view text) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    if (byte(0) < 0x80)
        return character{byte(0), 1};
    const std::size_t length = byte(0) >= 0xf0 ? 4 : byte(0) >= 0xe0 ? 3 : 2;
    if (byte(0) < 0xc2 || byte(0) > 0xf4 || text.size() < length)
        return std::nullopt;
    std::uint32_t code = byte(0) & (0xffU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xc0) != 0x80)
            return std::nullopt;
        code = code << 6 | (byte(i) & 0x3fU);
    }
    constexpr std::array<std::uint32_t, 5> least = {0, 0, 0x80, 0x800, 0x10000};
    if (code < least[length] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        return std::nullopt;
    return character{code, length};
}

/// Whether Go shows the character as it is: no control character, no space but U+0020, nothing
/// invisible. Unassigned characters, which Go escapes too, count as shown.
bool is_printable(std::uint32_t code) {
    constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 12> hidden = {{
        {0x00, 0x1f},
        {0x7f, 0xa0},
        {0xad, 0xad},
        {0x61c, 0x61c},
        {0x1680, 0x1680},
        {0x180e, 0x180e},
        {0x2000, 0x200f},
        {0x2028, 0x202f},
        {0x205f, 0x206f},
        {0x3000, 0x3000},
        {0xe000, 0xf8ff},
        {0xfeff, 0xfeff},
    }};
    for (const auto& [first, last] : hidden)
        if (code >= first && code <= last)
            return false;
    return code < 0xe0000;
}

std::string numbered(const char* format, std::uint32_t code) {
    std::array<char, 16> text{};
    const int length = std::snprintf(text.data(), text.size(), format, code);
    return {text.data(), static_cast<std::size_t>(length)};
}

std::string escaped(std::uint32_t code) {
    constexpr std::string_view named = "\a\b\f\n\r\t\v", letters = "abfnrtv";
    if (code < 0x80) {
        const std::size_t at = named.find(static_cast<char>(code));
        return at != std::string_view::npos ? std::string("\\") + letters[at]
                                            : numbered("\\x%02x", code);
    }
    return code < 0x10000 ? numbered("\\u%04x", code) : numbered("\\U%08x", code);
}

} // namespace

std::string go_quote(std::string_view text) {
    std::string quoted = "\"";
    while (!text.empty()) {
        const std::optional<character> next = first_character(text);
        const std::size_t length = next ? next->length : 1;
        if (!next)
            quoted += numbered("\\x%02x", static_cast<unsigned char>(text[0]));
        else if (next->code == '"' || next->code == '\\')
            (quoted += '\\') += text[0];
        else if (is_printable(next->code))
            quoted += text.substr(0, length);
        else
            quoted += escaped(next->code);
        text.remove_prefix(length);
    }
    return quoted + '"';
}

} // namespace argocdpp::cli
