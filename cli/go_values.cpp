#include "go_values.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <stdexcept>
#include <utility>

namespace argocdpp::cli {

namespace {

enum class number_fault { syntax, range };

[[noreturn]] void refuse(std::string_view function, std::string_view text, number_fault fault) {
    throw std::invalid_argument(
        "strconv." + std::string(function) + ": parsing " + go_quote(text) + ": " +
        (fault == number_fault::syntax ? "invalid syntax" : "value out of range"));
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

unsigned digit_value(char c) {
    if (c >= '0' && c <= '9')
        return static_cast<unsigned>(c - '0');
    if (lower(c) >= 'a' && lower(c) <= 'z')
        return static_cast<unsigned>(lower(c) - 'a') + 10;
    return 99;
}

/// Takes "0x" and the like off; without one the base is 10, or 8 behind a zero.
unsigned take_base(std::string_view& digits) {
    if (digits.empty() || digits[0] != '0')
        return 10;
    if (digits.size() >= 3) {
        const char mark = lower(digits[1]);
        const unsigned base = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 0;
        if (base != 0) {
            digits.remove_prefix(2);
            return base;
        }
    }
    digits.remove_prefix(1);
    return 8;
}

/// Underscores may stand only between digits, or between the base's prefix and a digit.
bool underscores_are_fine(std::string_view digits, bool after_prefix) {
    bool digit_before = after_prefix;
    for (const char c : digits) {
        if (c == '_' && !digit_before)
            return false;
        digit_before = c != '_';
    }
    return digit_before;
}

unsigned long long unsigned_value(std::string_view function, std::string_view text,
                                  std::string_view digits, bool decimal_only) {
    if (digits.empty())
        refuse(function, text, number_fault::syntax);
    const bool prefixed = !decimal_only && digits[0] == '0';
    const unsigned base = decimal_only ? 10 : take_base(digits);
    unsigned long long value = 0;
    bool underscores = false;
    for (const char c : digits) {
        if (c == '_' && !decimal_only) {
            underscores = true;
            continue;
        }
        const unsigned digit = digit_value(c);
        if (digit >= base)
            refuse(function, text, number_fault::syntax);
        if (value > (std::numeric_limits<unsigned long long>::max() - digit) / base)
            refuse(function, text, number_fault::range);
        value = value * base + digit;
    }
    if (underscores && !underscores_are_fine(digits, prefixed))
        refuse(function, text, number_fault::syntax);
    return value;
}

long long signed_value(std::string_view function, std::string_view text, bool decimal_only) {
    std::string_view digits = text;
    const bool negative = !digits.empty() && digits[0] == '-';
    if (negative || (!digits.empty() && digits[0] == '+'))
        digits.remove_prefix(1);
    const unsigned long long limit = 1ULL << 63;
    const unsigned long long value = unsigned_value(function, text, digits, decimal_only);
    if (value > limit || (value == limit && !negative))
        refuse(function, text, number_fault::range);
    return negative ? static_cast<long long>(0 - value) : static_cast<long long>(value);
}

} // namespace

bool parse_go_bool(std::string_view text) {
    for (const std::string_view yes : {"1", "t", "T", "true", "TRUE", "True"})
        if (text == yes)
            return true;
    for (const std::string_view no : {"0", "f", "F", "false", "FALSE", "False"})
        if (text == no)
            return false;
    refuse("ParseBool", text, number_fault::syntax);
}

long long parse_go_int(std::string_view text) { return signed_value("ParseInt", text, false); }

unsigned long long parse_go_uint(std::string_view text) {
    return unsigned_value("ParseUint", text, text, false);
}

long long parse_go_decimal(std::string_view text) { return signed_value("Atoi", text, true); }

std::string trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n\v\f";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

} // namespace argocdpp::cli
