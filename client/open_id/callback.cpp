#include "callback.hpp"

#include "form.hpp"
#include "signature.hpp"

namespace argocdpp::open_id {

namespace {

std::string_view reason_of(int status) {
    switch (status) {
    case 200:
        return "OK";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    default:
        return "Bad Request";
    }
}

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char c : text) {
        if (c == '<')
            safe += "&lt;";
        else if (c == '>')
            safe += "&gt;";
        else if (c == '&')
            safe += "&amp;";
        else if (c == '"')
            safe += "&#34;";
        else
            safe += c;
    }
    return safe;
}

callback refused(int status) {
    callback made;
    made.status = status;
    return made;
}

callback failed(std::string problem) {
    callback made;
    made.problem = std::move(problem);
    return made;
}

} // namespace

callback read_callback(std::string_view head, const sso_request& request) {
    const std::string_view line = head.substr(0, head.find("\r\n"));
    const std::size_t first = line.find(' ');
    const std::size_t second = line.find(' ', first == line.npos ? first : first + 1);
    if (second == line.npos || !line.substr(second + 1).starts_with("HTTP/1."))
        return refused(400);
    const std::string_view target = line.substr(first + 1, second - first - 1);
    const std::size_t question = target.find('?');
    if (target.substr(0, question) != "/auth/callback")
        return refused(404);
    if (line.substr(0, first) != "GET")
        return refused(405);
    const form given = question == target.npos ? form() : decode_form(target.substr(question + 1));
    if (given.empty())
        return refused(400);
    const std::string_view state = field(given, "state");
    const std::string_view fault = field(given, "error");
    // Some issuers leave the state out of an error.
    if (!is_same_secret(state, request.state) && (fault.empty() || !state.empty()))
        return failed("Unknown state nonce");
    if (!fault.empty())
        return failed(printable(fault) + ": " + printable(field(given, "error_description")));
    callback made;
    made.code = field(given, "code");
    if (made.code.empty())
        return failed("no code in request");
    return made;
}

std::string page(int status, std::string_view title, std::string_view text) {
    const std::string body = "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>argocdpp"
                             "</title></head><body style=\"font-family: sans-serif; margin: 4em\">"
                             "<h1>" +
                             escaped(title) + "</h1><p>" + escaped(text) + "</p></body></html>\n";
    return "HTTP/1.1 " + std::to_string(status) + " " + std::string(reason_of(status)) +
           "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " +
           std::to_string(body.size()) +
           "\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n"
           "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n" +
           body;
}

} // namespace argocdpp::open_id
