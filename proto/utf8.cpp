#include "utf8.hpp"

#include <cstdint>
#include <cstring>

namespace argocdpp::proto {

namespace {

bool is_ascii(std::string_view text) {
    std::uint64_t seen = 0;
    for (; text.size() >= sizeof seen; text.remove_prefix(sizeof seen)) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data(), sizeof word);
        seen |= word;
    }
    for (const char c : text)
        seen |= static_cast<unsigned char>(c);
    return (seen & 0x8080'8080'8080'8080) == 0;
}

/// Where the first invalid byte stands, or the size.
std::size_t valid_prefix(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const auto length = utf8_length(text.substr(at));
        if (length == 0)
            break;
        at += length;
    }
    return at;
}

} // namespace

std::size_t utf8_length(std::string_view text) {
    if (text.empty())
        return 0;
    const auto byte = [text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned lead = byte(0);
    if (lead < 0x80)
        return 1;
    if (lead < 0xC2 || lead > 0xF4)
        return 0;
    const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (text.size() < length)
        return 0;
    for (std::size_t at = 1; at < length; ++at)
        if ((byte(at) & 0xC0) != 0x80)
            return 0;
    // Spelled longer than needed, a surrogate, or beyond U+10FFFF.
    const unsigned second = byte(1);
    if (lead == 0xE0 && second < 0xA0)
        return 0;
    if (lead == 0xED && second > 0x9F)
        return 0;
    if (lead == 0xF0 && second < 0x90)
        return 0;
    if (lead == 0xF4 && second > 0x8F)
        return 0;
    return length;
}

void replace_invalid_utf8(std::string& text) {
    if (is_ascii(text))
        return;
    std::string_view rest = text;
    auto valid = valid_prefix(rest);
    if (valid == rest.size())
        return;
    std::string mended;
    while (valid < rest.size()) {
        mended += rest.substr(0, valid);
        mended += "\xEF\xBF\xBD";
        rest.remove_prefix(valid + 1);
        valid = valid_prefix(rest);
    }
    mended += rest;
    text = std::move(mended);
}

} // namespace argocdpp::proto
