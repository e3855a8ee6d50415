#include "report_text.hpp"

#include <algorithm>
#include <chrono>
#include <utf8.hpp>

namespace argocdpp::cli {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

bool is_control(unsigned char c) {
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f;
}

/// U+FFFE, U+FFFF, and the control characters U+0080 to U+009F.
bool is_unwanted(std::string_view sequence) {
    if (sequence.size() == 2)
        return sequence[0] == '\xC2' && static_cast<unsigned char>(sequence[1]) < 0xA0;
    return sequence == "\xEF\xBF\xBE" || sequence == "\xEF\xBF\xBF";
}

} // namespace

std::string printable(std::string_view text) {
    std::string made;
    while (!text.empty()) {
        const auto length = std::max<std::size_t>(proto::utf8_length(text), 1);
        const auto piece = text.substr(0, length);
        const bool is_bad = proto::utf8_length(text) == 0 || is_unwanted(piece) ||
                            (length == 1 && is_control(static_cast<unsigned char>(piece[0])));
        made += is_bad ? replacement : piece;
        text.remove_prefix(length);
    }
    return made;
}

std::string printable_line(std::string_view text) {
    auto made = printable(text);
    std::ranges::replace_if(
        made, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    return made;
}

std::string seconds_text(duration time) {
    const auto all = std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
    const auto milliseconds = std::to_string(1000 + all % 1000);
    return std::to_string(all / 1000) + "." + milliseconds.substr(1);
}

} // namespace argocdpp::cli
