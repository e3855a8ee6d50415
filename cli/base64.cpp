#include "base64.hpp"

#include "failure.hpp"

#include <algorithm>

namespace argocdpp::cli {

namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

[[noreturn]] void refuse(std::size_t at) {
    throw failure(exit_code::failure, "illegal base64 data at input byte " + std::to_string(at));
}

} // namespace

std::string decode_base64(std::string_view text) {
    std::string decoded;
    unsigned bits = 0;
    std::size_t count = 0, padding = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '\r' || c == '\n')
            continue;
        const std::size_t value = c == '=' ? 0 : alphabet.find(c);
        padding += c == '=';
        if (value == std::string_view::npos || (padding > 0 && (c != '=' || count % 4 < 2)))
            refuse(at);
        bits = bits << 6 | static_cast<unsigned>(value);
        if (++count % 4 != 0)
            continue;
        for (int shift = 16; shift >= 0; shift -= 8)
            decoded += static_cast<char>(bits >> shift & 0xff);
        if (padding > 2)
            refuse(at);
        decoded.resize(decoded.size() - padding);
    }
    if (count % 4 != 0)
        refuse(text.size());
    return decoded;
}

std::string encode_base64(std::string_view bytes) {
    std::string encoded;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::size_t count = std::min<std::size_t>(bytes.size() - at, 3);
        unsigned bits = 0;
        for (std::size_t i = 0; i < 3; ++i)
            bits = bits << 8 | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0U);
        for (std::size_t i = 0; i < 4; ++i)
            encoded += i <= count ? alphabet[bits >> (18 - 6 * i) & 63U] : '=';
    }
    return encoded;
}

} // namespace argocdpp::cli
