#include "yaml_words.hpp"

#include "go_values.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>

namespace argocdpp::cli {

namespace {

constexpr std::array<std::string_view, 5> null_words = {"", "~", "null", "Null", "NULL"};
constexpr std::array<std::string_view, 11> true_words = {
    "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"};
constexpr std::array<std::string_view, 11> false_words = {
    "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"};

bool is_one_of(std::span<const std::string_view> words, std::string_view text) {
    return std::ranges::find(words, text) != words.end();
}

std::size_t count_digits(std::string_view text) {
    const std::size_t end = text.find_first_not_of("0123456789");
    return end == std::string_view::npos ? text.size() : end;
}

std::string without_underscores(std::string_view text) {
    std::string made(text);
    std::erase(made, '_');
    return made;
}

/// Whether a double can hold it; where none can, it is a text.
bool is_finite(const std::string& number) {
    return std::isfinite(std::strtod(number.c_str(), nullptr));
}

/// A decimal fraction with or without exponent ("1.50", ".5", "1e3", "08"), spelled for JSON.
std::optional<std::string> fraction(std::string_view text) {
    std::string spelled = text.starts_with('-') ? "-" : "";
    if (text.starts_with('-') || text.starts_with('+'))
        text.remove_prefix(1);
    while (text.size() > 1 && text[0] == '0' && count_digits(text.substr(1, 1)) == 1)
        text.remove_prefix(1);
    const std::size_t whole = count_digits(text);
    spelled += whole == 0 ? "0" : text.substr(0, whole);
    text.remove_prefix(whole);
    std::size_t decimals = 0;
    if (text.starts_with('.')) {
        decimals = count_digits(text.substr(1));
        if (decimals > 0)
            spelled += text.substr(0, decimals + 1);
        text.remove_prefix(decimals + 1);
    }
    if (whole + decimals == 0)
        return std::nullopt;
    if (text.empty())
        return spelled;
    if (text[0] != 'e' && text[0] != 'E')
        return std::nullopt;
    const std::string_view digits = text.substr(text.find_first_not_of("+-", 1) == 2 ? 2 : 1);
    if (digits.empty() || count_digits(digits) != digits.size())
        return std::nullopt;
    return spelled + std::string(text);
}

} // namespace

proto::any resolve_yaml_scalar(std::string_view text) {
    if (is_one_of(null_words, text))
        return {};
    if (is_one_of(true_words, text))
        return true;
    if (is_one_of(false_words, text))
        return false;
    if (std::string_view("+-.0123456789").find(text[0]) == std::string_view::npos)
        return text;
    const std::string digits = text[0] == '.' ? std::string(text) : without_underscores(text);
    try {
        return proto::any::integer(parse_go_int(digits));
    } catch (const std::invalid_argument&) {
        if (auto spelled = fraction(digits); spelled && is_finite(*spelled))
            return proto::number{std::move(*spelled)};
    }
    return text;
}

} // namespace argocdpp::cli
