#pragma once
// Small things about ASCII text in headers and addresses.

#include <string>
#include <string_view>

namespace argocdpp::http {

/// Without the blanks, tabs and line ends around it.
inline std::string_view trimmed(std::string_view text) {
    constexpr std::string_view spaces = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(spaces);
    if (begin == text.npos)
        return {};
    return text.substr(begin, text.find_last_not_of(spaces) - begin + 1);
}

inline std::string lower(std::string_view text) {
    std::string made(text);
    for (char& c : made)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return made;
}

} // namespace argocdpp::http
