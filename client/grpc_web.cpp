#include "grpc_web.hpp"

#include "answer.hpp"
#include "http/letters.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace argocdpp::grpc_web {
namespace {

constexpr std::size_t head_size = 5;
constexpr unsigned char trailers_flag = 0x80;

/// "not%20found" as "not found"; what is no escape stays.
std::string unescaped(std::string_view text) {
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        unsigned char byte = 0;
        const auto* digits = text.data() + at + 1;
        const bool is_escape = text[at] == '%' && at + 2 < text.size() &&
                               std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2;
        plain += is_escape ? static_cast<char>(byte) : text[at];
        at += is_escape ? 2 : 0;
    }
    return plain;
}

std::optional<status> status_of(std::string_view code, std::string_view message) {
    if (code.empty())
        return std::nullopt;
    status made{2, unescaped(message)};
    std::from_chars(code.data(), code.data() + code.size(), made.code);
    return made;
}

error broken(const std::string& what) { return error(error_kind::protocol, what); }

} // namespace

std::string frame(std::string_view message) {
    std::string made(1, '\0');
    for (int shift = 24; shift >= 0; shift -= 8)
        made += static_cast<char>(message.size() >> shift & 0xff);
    return made.append(message);
}

std::optional<status> status_of_trailers(std::string_view trailers) {
    std::string_view code;
    std::string_view message;
    while (!trailers.empty()) {
        const auto end = std::min(trailers.find('\n'), trailers.size());
        const auto line = trailers.substr(0, end);
        trailers.remove_prefix(std::min(end + 1, trailers.size()));
        const auto colon = std::min(line.find(':'), line.size());
        const auto name = http::lower(http::trimmed(line.substr(0, colon)));
        const auto value = http::trimmed(line.substr(std::min(colon + 1, line.size())));
        if (name == "grpc-status")
            code = value;
        else if (name == "grpc-message")
            message = value;
    }
    return status_of(code, message);
}

std::optional<status> status_of_head(const http_head& head) {
    return status_of(head.header("Grpc-Status"), head.header("Grpc-Message"));
}

void frame_reader::begin_content() {
    const auto flags = static_cast<unsigned char>(head_[0]);
    if ((flags & ~trailers_flag) != 0)
        throw broken(flags & 1 ? "a packed message, which nobody asked for"
                               : "the answer is no gRPC-Web");
    missing_ = 0;
    for (std::size_t i = 1; i < head_size; ++i)
        missing_ = missing_ << 8 | static_cast<unsigned char>(head_[i]);
    if (missing_ > limit_)
        throw broken("a message of " + std::to_string(missing_ >> 20) + " MiB is too long");
}

void frame_reader::feed(std::string_view piece, const receiver& receive) {
    while (!piece.empty()) {
        if (head_.size() < head_size) {
            const auto part = piece.substr(0, head_size - head_.size());
            head_.append(part);
            piece.remove_prefix(part.size());
            if (head_.size() < head_size)
                return;
            begin_content();
        }
        const auto part = piece.substr(0, missing_);
        content_.append(part);
        missing_ -= part.size();
        piece.remove_prefix(part.size());
        if (missing_ > 0)
            return;
        const bool is_trailers = head_[0] != '\0';
        head_.clear();
        receive(is_trailers, std::exchange(content_, {}));
    }
}

answer_sink::answer_sink(std::string request, std::size_t limit)
    : request_(std::move(request))
    , limit_(limit) {}

void answer_sink::begin(const http_head& head) {
    const auto type = http::lower(head.header("Content-Type"));
    is_grpc_ = is_success(head) &&
               (type.starts_with("application/grpc") || !head.header("Grpc-Status").empty());
    frames_.emplace(limit_);
    message_.reset();
    end_ = is_grpc_ ? status_of_head(head) : std::nullopt;
    failure_.clear();
}

void answer_sink::write(std::string_view piece) {
    if (!is_grpc_)
        return keep_failure(failure_, piece);
    try {
        frames_->feed(piece, [this](bool is_trailers, std::string content) {
            take(is_trailers, std::move(content));
        });
    } catch (const error& problem) {
        throw protocol_error(request_, problem.what());
    }
}

void answer_sink::take(bool is_trailers, std::string content) {
    if (is_trailers)
        end_ = status_of_trailers(content);
    else if (message_)
        throw broken("more than one message");
    else
        message_ = std::move(content);
}

void answer_sink::check(const http_head& head, std::string_view token) {
    if (!is_grpc_) {
        check_answer(head, failure_, request_, token);
        const std::string type(head.header("Content-Type"));
        throw protocol_error(request_, "the answer is no gRPC-Web" +
                                           (type.empty() ? "" : " but " + without(type, token)) +
                                           "; does a proxy stand before the server?");
    }
    // As a connection that breaks: whoever was in between may have.
    if (!end_ || frames_->is_inside())
        throw error_of_rpc(502, 14, "the answer ended too early", request_);
    if (end_->code != 0)
        throw error_of_rpc(http_status_of_grpc(end_->code), end_->code,
                           without(end_->message, token), request_);
    if (!message_)
        throw protocol_error(request_, "an answer without a message");
}

} // namespace argocdpp::grpc_web
