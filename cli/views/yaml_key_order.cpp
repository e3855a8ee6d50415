#include "yaml_key_order.hpp"

#include "runes.hpp"

#include <cstddef>
#include <cstdint>

namespace argocdpp::cli {

namespace {

bool is_digit(char sign) { return sign >= '0' && sign <= '9'; }

bool is_letter(char32_t rune) {
    if (rune < 0x80)
        return (rune | 0x20U) >= 'a' && (rune | 0x20U) <= 'z';
    if (rune < 0xC0)
        return rune == 0xAA || rune == 0xB5 || rune == 0xBA;
    if (rune == 0xD7 || rune == 0xF7)
        return false; // × and ÷ among the letters
    const bool is_mark = (rune >= 0x300 && rune <= 0x36F) || (rune >= 0xFE00 && rune <= 0xFE0F);
    const bool is_symbol = (rune >= 0x2000 && rune <= 0x2BFF) ||
                           (rune >= 0x3000 && rune <= 0x3030 && rune != 0x3005 && rune != 0x3006) ||
                           (rune >= 0xD800 && rune <= 0xF8FF) || rune == 0xFEFF || rune == 0xFFFD ||
                           (rune >= 0x1F000 && rune <= 0x1FAFF) || rune >= 0xE0000;
    return !is_mark && !is_symbol;
}

struct digit_run {
    std::int64_t value = 0;
    std::size_t length = 0;
};

/// The digits at a position. The value may overflow as it does in Go, so it is kept unsigned
/// inside.
digit_run run_at(std::string_view text, std::uint64_t value) {
    digit_run run;
    for (; run.length < text.size() && is_digit(text[run.length]); ++run.length)
        value = value * 10 + static_cast<std::uint64_t>(text[run.length] - '0');
    run.value = static_cast<std::int64_t>(value);
    return run;
}

/// Whether the digits just before a position say more than zero.
bool ends_in_number(std::string_view text) {
    while (!text.empty() && is_digit(text.back())) {
        if (text.back() != '0')
            return true;
        text.remove_suffix(1);
    }
    return false;
}

} // namespace

bool key_comes_before(std::string_view left, std::string_view right, const yaml_dialect& dialect) {
    std::size_t at = 0;
    for (; at < left.size() && at < right.size();) {
        const std::size_t length = rune_length(left.substr(at));
        if (left.substr(at, length) != right.substr(at, rune_length(right.substr(at))))
            break;
        at += length;
    }
    const std::string_view left_rest = left.substr(at);
    const std::string_view right_rest = right.substr(at);
    if (left_rest.empty() || right_rest.empty())
        return left_rest.size() < right_rest.size();

    const char32_t left_rune = first_rune(left_rest);
    const char32_t right_rune = first_rune(right_rest);
    const bool left_is_letter = is_letter(left_rune);
    const bool right_is_letter = is_letter(right_rune);
    if (left_is_letter && right_is_letter)
        return left_rune < right_rune;
    const bool is_behind_digit = at > 0 && is_digit(left[at - 1]);
    if (left_is_letter || right_is_letter)
        return dialect.puts_letters_before_digits && is_behind_digit ? left_is_letter
                                                                     : right_is_letter;

    // Behind other digits a zero is part of the number, not in front of it: 10 and 9, not 1, 0
    // and 9.
    const bool has_zero = left_rune == '0' || right_rune == '0';
    const std::uint64_t before = has_zero && ends_in_number(left.substr(0, at)) ? 1 : 0;
    const digit_run left_run = run_at(left_rest, before);
    const digit_run right_run = run_at(right_rest, before);
    if (left_run.value != right_run.value)
        return left_run.value < right_run.value;
    if (left_run.length != right_run.length)
        return left_run.length < right_run.length;
    return left_rune < right_rune;
}

} // namespace argocdpp::cli
