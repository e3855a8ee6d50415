#include "form.hpp"

#include <charconv>

namespace argocdpp::open_id {

namespace {

constexpr std::string_view hex_digits = "0123456789ABCDEF";

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '~';
}

void append_encoded(std::string& text, std::string_view value) {
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if (is_unreserved(c))
            text += c;
        else if (c == ' ')
            text += '+';
        else
            text.append({'%', hex_digits[byte >> 4], hex_digits[byte & 15U]});
    }
}

std::string decoded(std::string_view text) {
    std::string value;
    for (std::size_t at = 0; at < text.size(); ++at) {
        unsigned char byte = 0;
        const char* digits = text.data() + at + 1;
        const bool is_escaped = text[at] == '%' && at + 2 < text.size() &&
                                std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2;
        if (is_escaped)
            at += 2;
        value += is_escaped ? static_cast<char>(byte) : text[at] == '+' ? ' ' : text[at];
    }
    return value;
}

} // namespace

std::string encode_form(const form& fields) {
    std::string text;
    for (const auto& [name, value] : fields) {
        if (!text.empty())
            text += '&';
        append_encoded(text, name);
        text += '=';
        append_encoded(text, value);
    }
    return text;
}

form decode_form(std::string_view text) {
    form fields;
    while (!text.empty()) {
        const std::string_view one = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(one.size() + 1, text.size()));
        const std::size_t equals = one.find('=');
        if (!one.empty())
            fields.emplace_back(decoded(one.substr(0, equals)),
                                equals == one.npos ? "" : decoded(one.substr(equals + 1)));
    }
    return fields;
}

std::string_view field(const form& fields, std::string_view name) {
    for (const auto& [key, value] : fields)
        if (key == name)
            return value;
    return {};
}

std::string with_query(std::string_view url, const form& fields) {
    const char separator = url.find('?') == url.npos ? '?' : '&';
    return std::string(url) + separator + encode_form(fields);
}

std::string printable(std::string_view text) {
    std::string clean;
    for (const char c : text)
        clean += static_cast<unsigned char>(c) < ' ' || c == '\x7f' ? ' ' : c;
    return clean;
}

} // namespace argocdpp::open_id
