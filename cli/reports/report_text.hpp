#pragma once
// Text of a server on its way into formats that others read.

#include <argocdpp/clock.hpp>

#include <string>
#include <string_view>

namespace argocdpp::cli {

/// The same without what no XML and no log of a CI system may hold: control characters but tabs and
/// line ends, bytes that are no UTF-8, U+FFFE and U+FFFF become U+FFFD.
std::string printable(std::string_view text);
/// The same on one line.
std::string printable_line(std::string_view text);

/// Seconds with three decimals, "12.345".
std::string seconds_text(duration time);

} // namespace argocdpp::cli
