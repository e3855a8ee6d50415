#pragma once
// Values of flags as Go's standard library reads them, with its error texts: scripts and people
// know `strconv.ParseBool: parsing "maybe": invalid syntax`, so argocdpp says the same.

#include <chrono>
#include <string>
#include <string_view>

namespace argocdpp::cli {

/// The text in double quotes, escaped as Go's %q does.
std::string go_quote(std::string_view text);

// Each throws std::invalid_argument whose what() is Go's error text.

/// 1, t, T, true, TRUE, True and their opposites.
bool parse_go_bool(std::string_view text);
/// Decimal, 0x, 0o, 0b, a leading 0 for octal; underscores between digits.
long long parse_go_int(std::string_view text);
unsigned long long parse_go_uint(std::string_view text);
/// Decimal only, as strconv.Atoi.
long long parse_go_decimal(std::string_view text);
/// "1h2m3.5s", "300ms", "-5m", "0".
std::chrono::nanoseconds parse_go_duration(std::string_view text);

/// The text without blanks at its ends.
std::string trimmed(std::string_view text);

} // namespace argocdpp::cli
