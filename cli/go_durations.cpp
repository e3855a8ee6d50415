#include "go_values.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <utility>

namespace argocdpp::cli {

namespace {

constexpr std::uint64_t limit = 1ULL << 63;

constexpr std::array<std::pair<std::string_view, std::uint64_t>, 8> units = {{
    {"ns", 1},
    {"us", 1'000},
    {"\u00b5s", 1'000},
    {"\u03bcs", 1'000},
    {"ms", 1'000'000},
    {"s", 1'000'000'000},
    {"m", 60'000'000'000},
    {"h", 3'600'000'000'000},
}};

/// As Go's time package quotes: bytes outside of ASCII by their number.
std::string time_quote(std::string_view text) {
    static constexpr std::string_view hex = "0123456789abcdef";
    std::string quoted = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 || byte < ' ') {
            quoted += "\\x";
            quoted += hex[byte >> 4];
            quoted += hex[byte & 15];
            continue;
        }
        if (c == '"' || c == '\\')
            quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

class duration_reader {
  public:
    explicit duration_reader(std::string_view text)
        : text_(text)
        , rest_(text) {}

    std::chrono::nanoseconds read() {
        const bool negative = rest_.starts_with('-');
        if (negative || rest_.starts_with('+'))
            rest_.remove_prefix(1);
        if (rest_ == "0")
            return {};
        if (rest_.empty())
            refuse();
        std::uint64_t sum = 0;
        while (!rest_.empty()) {
            sum += read_part();
            if (sum > limit)
                refuse();
        }
        if (sum == limit && !negative)
            refuse();
        return std::chrono::nanoseconds(static_cast<std::int64_t>(negative ? 0 - sum : sum));
    }

  private:
    [[noreturn]] void refuse() const {
        throw std::invalid_argument("time: invalid duration " + time_quote(text_));
    }

    std::uint64_t read_part() {
        const bool whole_given = is_digit(rest_[0]);
        if (!whole_given && rest_[0] != '.')
            refuse();
        const std::uint64_t whole = read_whole();
        std::uint64_t fraction = 0;
        double scale = 1;
        bool fraction_given = false;
        if (rest_.starts_with('.')) {
            rest_.remove_prefix(1);
            fraction_given = !rest_.empty() && is_digit(rest_[0]);
            fraction = read_fraction(scale);
        }
        if (!whole_given && !fraction_given)
            refuse();
        const std::uint64_t unit = read_unit();
        if (whole > limit / unit)
            refuse();
        const auto part = static_cast<std::uint64_t>(static_cast<double>(fraction) *
                                                     (static_cast<double>(unit) / scale));
        if (whole * unit + part > limit)
            refuse();
        return whole * unit + part;
    }

    std::uint64_t read_whole() {
        std::uint64_t value = 0;
        while (!rest_.empty() && is_digit(rest_[0])) {
            if (value > limit / 10)
                refuse();
            value = value * 10 + static_cast<std::uint64_t>(rest_[0] - '0');
            if (value > limit)
                refuse();
            rest_.remove_prefix(1);
        }
        return value;
    }

    /// Digits that no longer fit are read and do not count.
    std::uint64_t read_fraction(double& scale) {
        std::uint64_t value = 0;
        bool full = false;
        for (; !rest_.empty() && is_digit(rest_[0]); rest_.remove_prefix(1)) {
            full = full || value > (limit - 1) / 10;
            if (full)
                continue;
            value = value * 10 + static_cast<std::uint64_t>(rest_[0] - '0');
            scale *= 10;
        }
        return value;
    }

    std::uint64_t read_unit() {
        std::size_t end = 0;
        while (end < rest_.size() && rest_[end] != '.' && !is_digit(rest_[end]))
            ++end;
        if (end == 0)
            throw std::invalid_argument("time: missing unit in duration " + time_quote(text_));
        const std::string_view name = rest_.substr(0, end);
        rest_.remove_prefix(end);
        for (const auto& [spelling, size] : units)
            if (spelling == name)
                return size;
        throw std::invalid_argument("time: unknown unit " + time_quote(name) + " in duration " +
                                    time_quote(text_));
    }

    std::string_view text_;
    std::string_view rest_;
};

} // namespace

std::chrono::nanoseconds parse_go_duration(std::string_view text) {
    return duration_reader(text).read();
}

} // namespace argocdpp::cli
