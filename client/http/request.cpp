#include "exchange.hpp"

#include <algorithm>
#include <cctype>

namespace argocdpp {

namespace {

bool same_name(std::string_view a, std::string_view b) {
    const auto same = [](char x, char y) {
        return std::tolower(static_cast<unsigned char>(x)) ==
               std::tolower(static_cast<unsigned char>(y));
    };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), same);
}

std::string_view find(const header_list& headers, std::string_view name) {
    for (const auto& [key, value] : headers)
        if (same_name(key, name))
            return value;
    return {};
}

bool has(const header_list& headers, std::string_view name) {
    const auto named = [name](const auto& header) { return same_name(header.first, name); };
    return std::any_of(headers.begin(), headers.end(), named);
}

/// Anything else could end the line it is in, and begin another header or request.
void check(std::string_view part, std::string_view forbidden, const char* what) {
    for (char c : part)
        if (static_cast<unsigned char>(c) < ' ' || c == '\x7f' ||
            forbidden.find(c) != std::string_view::npos)
            throw error(error_kind::local, std::string("invalid character in ") + what);
}

void append(std::string& text, std::string_view name, std::string_view value) {
    check(name, " :", "the name of a header");
    // A tab is legal in a value, and harmless.
    std::string printable(value);
    std::replace(printable.begin(), printable.end(), '\t', ' ');
    check(printable, "", "the value of a header");
    if (name.empty())
        throw error(error_kind::local, "a header without a name");
    // A second one of these would make servers and proxies disagree on where the request ends.
    if (same_name(name, "Content-Length") || same_name(name, "Transfer-Encoding"))
        throw error(error_kind::local, "the header " + std::string(name) + " can't be set");
    text.append(name).append(": ").append(value).append("\r\n");
}

bool has_body(const http_request& request) {
    return !request.body.empty() || request.method == "POST" || request.method == "PUT" ||
           request.method == "PATCH";
}

} // namespace

std::string_view http_head::header(std::string_view name) const { return find(headers, name); }

namespace http {

std::string request_name(const http_request& request) {
    return request.method + " " + request.target.substr(0, request.target.find('?'));
}

std::string request_text(const http_request& request, const route& route) {
    check(request.method, " ", "the method");
    check(request.target, " ", "the path");
    std::string text =
        request.method + " " + route.target_prefix + request.target + " HTTP/1.1\r\n";
    const auto add = [&](std::string_view name, std::string_view value) {
        if (!has(request.headers, name) && !has(route.headers, name))
            append(text, name, value);
    };
    add("Host", route.host);
    for (const auto& [name, value] : request.headers)
        append(text, name, value);
    for (const auto& [name, value] : route.headers)
        if (!has(request.headers, name))
            append(text, name, value);
    // What arrives piece by piece must not wait in a packer.
    if (find(request.headers, "Accept") != "text/event-stream")
        add("Accept-Encoding", "gzip");
    add("Connection", "keep-alive");
    const std::size_t size = request.upload ? request.upload->size() : request.body.size();
    if (has_body(request))
        text += "Content-Length: " + std::to_string(size) + "\r\n";
    return text + "\r\n" + (request.upload ? "" : request.body);
}

} // namespace http

} // namespace argocdpp
