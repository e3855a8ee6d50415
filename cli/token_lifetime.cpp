#include "token_lifetime.hpp"

#include "go_values.hpp"

namespace argocdpp::cli {

failure bad_lifetime(const std::string& text) {
    return {exit_code::error,
            "invalid since format '" + text + "', expected format <duration><unit> (e.g. 3h)"};
}

std::chrono::seconds token_lifetime(const std::string& text) {
    if (text.empty())
        return std::chrono::seconds(0);
    long long unit = 0;
    switch (text.back()) {
    case 's':
        unit = 1;
        break;
    case 'm':
        unit = 60;
        break;
    case 'h':
        unit = 60 * 60;
        break;
    case 'd':
        unit = 24 * 60 * 60;
        break;
    default:
        break;
    }
    const auto digits = text.substr(0, text.size() - 1);
    // More days than these are no time that a server could reckon with.
    if (unit == 0 || digits.empty() || digits.size() > 9 ||
        digits.find_first_not_of("0123456789") != std::string::npos)
        throw bad_lifetime(text);
    return std::chrono::seconds(parse_go_decimal(digits) * unit);
}

} // namespace argocdpp::cli
