#include "answer.hpp"

#include "http/inflate.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>
#include <optional>

namespace argocdpp {
namespace {

constexpr std::size_t longest_failure = std::size_t{64} << 10;

error_kind kind_of_status(int status) {
    switch (status) {
    case 401:
        return error_kind::unauthenticated;
    case 403:
        return error_kind::denied;
    case 404:
        return error_kind::not_found;
    case 409:
        return error_kind::conflict;
    case 408: // the gateway's word for a call that was cancelled, as when the server stops
    case 429:
    case 502:
    case 503:
    case 504:
        return error_kind::unavailable;
    default:
        return status >= 500 ? error_kind::server : error_kind::invalid;
    }
}

/// A refusal before a stream's first message has the form of those inside it, behind "data: "
/// where server-sent events were asked for.
std::optional<proto::stream_error> refusal_of_stream(std::string_view body) {
    if (body.starts_with("data: "))
        body.remove_prefix(6);
    try {
        const auto document = proto::parse(body);
        if (const auto* failure = document.find("error"); failure && failure->is_object())
            return proto::decode<proto::stream_error>(*failure);
    } catch (const proto::format_error&) {
        // Something else.
    }
    return std::nullopt;
}

std::chrono::seconds retry_after(const http_head& head) {
    const auto text = head.header("Retry-After");
    std::int64_t seconds = 0;
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    // A date is measured against the server's own clock.
    if (const auto until = http_time(text), now = http_time(head.header("Date")); until && now)
        seconds = *until - *now;
    return std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, 3600));
}

/// Go's http.Error drops the header that tells of a packed body, but not the packing. Of such an
/// error the beginning is enough.
std::string without_packing(std::string_view body) {
    if (!body.starts_with("\x1f\x8b"))
        return std::string(body);
    std::array<char, 1024> text;
    try {
        return {text.data(), http::inflater().unpack(body, text.data(), text.size())};
    } catch (const error&) {
        return {};
    }
}

/// The server's words in a body that is no gateway error, on one line.
std::string plain_words(const http_head& head, std::string_view body) {
    std::string words = "unexpected HTTP status " + std::to_string(head.status);
    if (is_web_page(head) || body.empty())
        return words;
    std::string line(body.substr(0, 200));
    for (char& c : line)
        c = static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    line.erase(line.find_last_not_of(' ') + 1);
    return words + ": " + line;
}

} // namespace

bool is_success(const http_head& head) { return head.status >= 200 && head.status < 300; }

bool is_redirect(const http_head& head) { return head.status >= 300 && head.status < 400; }

bool is_web_page(const http_head& head) {
    return head.header("Content-Type").starts_with("text/html");
}

error protocol_error(std::string_view request, std::string_view what) {
    error made(error_kind::protocol, std::string(request) + ": " + std::string(what));
    made.request = request;
    made.sent = true;
    return made;
}

std::string in_json(const std::string& text) {
    const auto quoted = proto::write(text);
    return quoted.substr(1, quoted.size() - 2);
}

std::string without(std::string text, std::string_view secret) {
    for (const auto& spelling : {in_json(std::string(secret)), std::string(secret)})
        for (std::size_t at = 0; !secret.empty() && (at = text.find(spelling, at)) != text.npos;)
            text.replace(at, spelling.size(), "***");
    return text;
}

error without(const error& failure, std::string_view secret) {
    error made = failure;
    static_cast<std::runtime_error&>(made) = std::runtime_error(without(failure.what(), secret));
    made.server_text = without(failure.server_text, secret);
    return made;
}

std::string token_in(const proto::any& answer, std::string_view request) {
    const auto* token = answer.find("token");
    if (!token || !token->is_string() || token->string().empty())
        throw protocol_error(request, "the answer holds no token");
    return token->string();
}

proto::any parsed(std::string_view text, std::string_view request) {
    try {
        return proto::parse(text);
    } catch (const proto::format_error& problem) {
        throw protocol_error(request, std::string("the answer is no JSON: ") + problem.what());
    }
}

/// "Tue, 24 Nov 2026 22:39:26 GMT".
std::optional<std::int64_t> http_time(std::string_view date) {
    std::tm utc = {};
    if (!::strptime(std::string(date).c_str(), "%a, %d %b %Y %H:%M:%S GMT", &utc))
        return std::nullopt;
    return ::timegm(&utc);
}

error error_of_stream(const proto::stream_error& failure, error_kind kind,
                      std::string_view request) {
    const auto code = static_cast<int>(failure.grpc_code);
    constexpr int unauthenticated = 16;
    error made(code == unauthenticated ? error_kind::unauthenticated : kind,
               rpc_error_text(code, failure.message));
    made.grpc_code = code;
    made.server_text = failure.message;
    made.request = request;
    made.sent = true;
    return made;
}

error error_of_rpc(int status, int code, std::string_view words, std::string_view request) {
    error made(kind_of_status(status), rpc_error_text(code, words));
    made.http_status = status;
    made.grpc_code = code;
    made.server_text = words;
    made.request = request;
    made.sent = true;
    return made;
}

error error_of_answer(const http_head& head, std::string_view body, std::string_view request) {
    std::string words;
    int code = grpc_code_of_http(head.status);
    if (const auto refusal = refusal_of_stream(body)) {
        words = refusal->message;
        code = static_cast<int>(refusal->grpc_code);
    }
    try {
        const auto failure = proto::decode<proto::gateway_error>(proto::parse(body));
        words = failure.message.empty() ? failure.error : failure.message;
        if (failure.code != 0)
            code = static_cast<int>(failure.code);
    } catch (const proto::format_error&) {
        // No body of the gateway's: a proxy answered, or an unknown path did.
    }
    if (words.empty())
        words = plain_words(head, body);
    auto made = error_of_rpc(head.status, code, words, request);
    made.retry_after = retry_after(head);
    return made;
}

void check_answer(const http_head& head, std::string_view body, std::string_view request,
                  std::string_view token) {
    if (is_success(head) && is_web_page(head))
        throw protocol_error(request, "the server answered with a web page instead of JSON; is "
                                      "there a login page in front of it?");
    if (is_redirect(head)) {
        const auto location = head.header("Location");
        throw protocol_error(request, "the server redirects to " +
                                          std::string(location.substr(0, location.find('?'))) +
                                          "; is there a login page in front of it?");
    }
    if (!is_success(head))
        throw error_of_answer(head, without(without_packing(body), token), request);
}

void keep_failure(std::string& kept, std::string_view piece) {
    kept.append(piece.substr(0, longest_failure - kept.size()));
}

} // namespace argocdpp
