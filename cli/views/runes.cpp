#include "runes.hpp"

#include <algorithm>

namespace argocdpp::cli {

namespace {

/// What a lead byte asks for: the sequence's length (0: no lead byte) and the second byte's range.
struct lead {
    std::size_t length = 0;
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
};

lead lead_of(unsigned char first) {
    if (first >= 0xC2 && first <= 0xDF)
        return {2};
    if (first == 0xE0)
        return {3, 0xA0, 0xBF}; // shorter spellings are invalid
    if (first == 0xED)
        return {3, 0x80, 0x9F}; // surrogates are invalid
    if (first >= 0xE1 && first <= 0xEF)
        return {3};
    if (first == 0xF0)
        return {4, 0x90, 0xBF};
    if (first >= 0xF1 && first <= 0xF3)
        return {4};
    if (first == 0xF4)
        return {4, 0x80, 0x8F};
    return {};
}

} // namespace

std::size_t rune_length(std::string_view text) {
    if (text.empty())
        return 0;
    const lead expected = lead_of(static_cast<unsigned char>(text[0]));
    if (expected.length == 0 || text.size() < expected.length)
        return 1;
    const auto second = static_cast<unsigned char>(text[1]);
    if (second < expected.low || second > expected.high)
        return 1;
    for (std::size_t at = 2; at < expected.length; ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte < 0x80 || byte > 0xBF)
            return 1;
    }
    return expected.length;
}

char32_t first_rune(std::string_view text) {
    const std::size_t length = rune_length(text);
    const auto byte = [&text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    if (length == 1 && byte(0) < 0x80)
        return byte(0);
    if (length < 2)
        return U'\uFFFD';
    char32_t rune = byte(0) & (0x7FU >> length);
    for (std::size_t at = 1; at < length; ++at)
        rune = rune << 6U | (byte(at) & 0x3FU);
    return rune;
}

std::size_t rune_count(std::string_view text) {
    // Most texts are ASCII, a character a byte.
    const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    std::size_t at = static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_ascii) -
                                              text.begin());
    std::size_t count = at;
    for (; at < text.size(); ++count)
        at += rune_length(text.substr(at));
    return count;
}

std::string_view rune_prefix(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    for (; count > 0 && at < text.size(); --count)
        at += rune_length(text.substr(at));
    return text.substr(0, at);
}

std::string on_one_line(std::string_view text) {
    std::string line;
    while (!text.empty()) {
        const std::string_view character = text.substr(0, rune_length(text));
        const char32_t rune = first_rune(character);
        const bool is_control = rune < 0x20 || (rune >= 0x7F && rune < 0xA0);
        line += is_control ? std::string_view(" ") : character;
        text.remove_prefix(character.size());
    }
    return line;
}

} // namespace argocdpp::cli
