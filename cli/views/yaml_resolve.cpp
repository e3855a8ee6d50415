#include "yaml_resolve.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <optional>

namespace argocdpp::cli {

namespace {

constexpr std::string_view digits = "0123456789";

bool is_digit(char sign) { return sign >= '0' && sign <= '9'; }

char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? char(letter | 0x20) : letter; }

bool is_word_of_yaml(std::string_view text) {
    static constexpr std::array<std::string_view, 38> words = {
        "",      "~",    "null", "Null",  "NULL",  "y",     "Y",     "yes",  "Yes",   "YES",
        "n",     "N",    "no",   "No",    "NO",    "true",  "True",  "TRUE", "false", "False",
        "FALSE", "on",   "On",   "ON",    "off",   "Off",   "OFF",   ".nan", ".NaN",  ".NAN",
        ".inf",  ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf"};
    return std::find(words.begin(), words.end(), text) != words.end() || text == "-.INF";
}

/// Cuts leading digits off and returns how many they were.
std::size_t skip_digits(std::string_view& text, std::string_view accepted = digits) {
    const std::size_t count = std::min(text.find_first_not_of(accepted), text.size());
    text.remove_prefix(count);
    return count;
}

bool skip_sign(std::string_view& text) {
    if (text.empty() || (text.front() != '+' && text.front() != '-'))
        return false;
    text.remove_prefix(1);
    return true;
}

bool skip(std::string_view& text, char expected) {
    if (text.empty() || text.front() != expected)
        return false;
    text.remove_prefix(1);
    return true;
}

/// [-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?
bool is_base_60(std::string_view text) {
    skip_sign(text);
    if (text.empty() || !is_digit(text.front()))
        return false;
    skip_digits(text, "0123456789_");
    bool has_part = false;
    while (skip(text, ':')) {
        const std::size_t count = std::min(text.find_first_not_of(digits), text.size());
        if (count == 0 || count > 2 || (count == 2 && text.front() > '5'))
            return false;
        text.remove_prefix(count);
        has_part = true;
    }
    if (skip(text, '.'))
        skip_digits(text, "0123456789_");
    return has_part && text.empty();
}

/// One or two digits within bounds; -1 where they are not there.
int take_number(std::string_view& text, int low, int high, std::size_t least_digits = 1) {
    std::size_t count = 0;
    int value = 0;
    for (; count < 2 && count < text.size() && is_digit(text[count]); ++count)
        value = value * 10 + (text[count] - '0');
    if (count < least_digits || value < low || value > high)
        return -1;
    text.remove_prefix(count);
    return value;
}

/// "5:4:3.21" and, where asked for, a zone "Z" or "+01:00" behind it, to the text's end.
bool is_time_of_day(std::string_view text, bool with_zone) {
    if (take_number(text, 0, 23) < 0 || !skip(text, ':') || take_number(text, 0, 59) < 0 ||
        !skip(text, ':') || take_number(text, 0, 59) < 0)
        return false;
    if (text.size() >= 2 && (text[0] == '.' || text[0] == ',') && is_digit(text[1])) {
        text.remove_prefix(1);
        skip_digits(text);
    }
    if (!with_zone)
        return text.empty();
    if (skip(text, 'Z'))
        return text.empty();
    return skip_sign(text) && take_number(text, 0, 24, 2) >= 0 && skip(text, ':') &&
           take_number(text, 0, 60, 2) >= 0 && text.empty();
}

/// The four spellings of a time that goyaml knows: a date, with a time behind T, t or blanks.
bool is_timestamp(std::string_view text) {
    const std::string_view year_text = text.substr(0, 4);
    if (skip_digits(text) != 4 || !skip(text, '-'))
        return false;
    int year = 0;
    std::from_chars(year_text.data(), year_text.data() + year_text.size(), year);
    const int month = take_number(text, 1, 12);
    if (month < 0 || !skip(text, '-'))
        return false;
    const int day = take_number(text, 1, 31);
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (day < 0 || !date.ok())
        return false;
    if (text.empty())
        return true;
    if (skip(text, 'T') || skip(text, 't'))
        return is_time_of_day(text, true);
    if (text.front() != ' ')
        return false;
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    return is_time_of_day(text, false);
}

/// What Go's ParseUint makes of digits in a base; nothing where it refuses.
std::optional<std::uint64_t> unsigned_of(std::string_view text, int base) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

/// The same with Go's prefixes: 0x, 0o, 0b, and 0 for octal.
std::optional<std::uint64_t> prefixed_unsigned_of(std::string_view text) {
    if (text.empty() || text.front() != '0' || text.size() == 1)
        return unsigned_of(text, 10);
    const char letter = text.size() >= 3 ? lower(text[1]) : '\0';
    if (letter == 'b')
        return unsigned_of(text.substr(2), 2);
    if (letter == 'o')
        return unsigned_of(text.substr(2), 8);
    if (letter == 'x')
        return unsigned_of(text.substr(2), 16);
    return unsigned_of(text.substr(1), 8);
}

bool fits(std::optional<std::uint64_t> magnitude, bool is_negative) {
    constexpr std::uint64_t limit = std::uint64_t{1} << 63U;
    return magnitude && (is_negative ? *magnitude <= limit : *magnitude < limit);
}

/// Whether ParseInt or ParseUint takes it, or one of goyaml's further attempts at binary numbers.
bool is_integer(std::string_view text) {
    std::string_view magnitude = text;
    const bool has_sign = skip_sign(magnitude);
    const bool is_negative = has_sign && text.front() == '-';
    const auto value = prefixed_unsigned_of(magnitude);
    if (has_sign ? fits(value, is_negative) : value.has_value())
        return true;
    if (text.starts_with("0b")) {
        std::string_view bits = text.substr(2);
        const bool bits_are_negative = bits.starts_with('-');
        return skip_sign(bits) && fits(unsigned_of(bits, 2), bits_are_negative);
    }
    return false;
}

/// 0o and octal digits, of which newer writers let a sign stand in between.
bool is_signed_octal(std::string_view text) {
    if (!text.starts_with("0o"))
        return false;
    text.remove_prefix(2);
    const bool is_negative = text.starts_with('-');
    return skip_sign(text) && fits(unsigned_of(text, 8), is_negative);
}

/// Whether a double holds it; Go refuses what overflows.
bool is_finite(std::string_view text) {
    return std::isfinite(std::strtod(std::string(text).c_str(), nullptr));
}

/// [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?
bool is_float(std::string_view text) {
    const std::string_view all = text;
    skip_sign(text);
    const std::size_t whole = skip_digits(text);
    const std::size_t fraction = skip(text, '.') ? skip_digits(text) : 0;
    if (whole == 0 && fraction == 0)
        return false;
    if (skip(text, 'e') || skip(text, 'E')) {
        skip_sign(text);
        if (skip_digits(text) == 0)
            return false;
    }
    return text.empty() && is_finite(all);
}

/// Underscores stand between digits only.
bool has_fair_underscores(std::string_view text) {
    for (std::size_t at = text.find('_'); at != std::string_view::npos; at = text.find('_', at + 1))
        if (at == 0 || at + 1 == text.size() || !is_digit(text[at - 1]) || !is_digit(text[at + 1]))
            return false;
    return true;
}

std::string without_underscores(std::string_view text) {
    std::string plain(text);
    plain.erase(std::remove(plain.begin(), plain.end(), '_'), plain.end());
    return plain;
}

} // namespace

bool reads_as_string(std::string_view text, const yaml_dialect& dialect) {
    if (is_word_of_yaml(text))
        return false;
    const char first = text.front();
    if (first == '.')
        return !has_fair_underscores(text) || !is_float(without_underscores(text));
    if (first != '+' && first != '-' && !is_digit(first))
        return true;
    const std::string plain = without_underscores(text);
    if (dialect.knows_signed_octals && is_signed_octal(plain))
        return false;
    return !is_timestamp(text) && !is_integer(plain) && !is_float(plain) && !is_base_60(text);
}

std::optional<std::string> number_text(const proto::number& number) {
    const std::string& spelling = number.spelling;
    if (spelling == "-0")
        return "0";
    if (is_integer(spelling))
        return spelling;
    const double value = std::strtod(spelling.c_str(), nullptr);
    if (!std::isfinite(value))
        return std::nullopt;
    std::array<char, 64> text{};
    const auto scientific =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific);
    const std::string long_form(text.data(), scientific.ptr);
    // Go's %g, where the shortest digits are asked for, turns to exponents at a million.
    const int exponent = std::atoi(long_form.substr(long_form.find('e') + 1).c_str());
    if (exponent < -4 || exponent >= 6)
        return long_form;
    const auto fixed =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    return std::string(text.data(), fixed.ptr);
}

} // namespace argocdpp::cli
