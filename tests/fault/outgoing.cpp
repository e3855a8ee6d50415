#include "outgoing.hpp"

#include "wire.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <gzip.hpp>

namespace argocdpp::tests {
namespace {

std::string packed(std::string_view text) {
    std::string made;
    const gzip::receiver keep = [&](std::string_view piece) { made += piece; };
    gzip packer;
    packer.feed(text, keep);
    packer.finish(keep);
    return made;
}

std::string chunk(std::string_view text) {
    char size[32];
    std::snprintf(size, sizeof size, "%zx\r\n", text.size());
    return std::string(size).append(text).append("\r\n");
}

std::string in_chunks(std::string_view text) {
    std::string made;
    for (std::size_t at = 0; at < text.size(); at += 3000)
        made += chunk(text.substr(at, 3000));
    return made + "0\r\n\r\n";
}

constexpr std::string_view page = "<html><body><h1>sorry</h1></body></html>";

} // namespace

answer answer_of_another(const fault_plan& plan) {
    answer made = {.type = "text/html", .body = std::string(page)};
    switch (plan.fault) {
    case fault_kind::too_many_paused:
        made.headers.emplace_back(
            "Retry-After",
            std::to_string(std::chrono::duration_cast<std::chrono::seconds>(plan.pause).count()));
        made.status = 429;
        break;
    case fault_kind::too_many:
        made.status = 429;
        break;
    case fault_kind::internal_error:
        made.status = 500;
        break;
    case fault_kind::bad_gateway:
        made.status = 502;
        break;
    case fault_kind::unavailable:
        made.status = 503;
        break;
    case fault_kind::gateway_timeout:
        made.status = 504;
        break;
    case fault_kind::login_redirect:
        made.status = 302;
        made.headers.emplace_back("Location", "https://sso.example.com/login?state=secret");
        break;
    default:
        break;
    }
    return made;
}

bool outgoing::is_about_bytes() const {
    const auto fault = wire_.plan.fault;
    return fault == fault_kind::reset || fault == fault_kind::silence ||
           fault == fault_kind::truncated_body || fault == fault_kind::tls_close;
}

std::string outgoing::body_of(const answer& answer, bool is_packed) {
    if (!is_packed)
        return answer.body;
    std::string body = packed(answer.body);
    const auto place =
        static_cast<std::size_t>(static_cast<double>(body.size()) * wire_.plan.place);
    if (is_struck_ && wire_.plan.fault == fault_kind::truncated_gzip) {
        body.resize(std::clamp<std::size_t>(place, 1, body.size() - 1));
        wire_.note_strike();
    }
    if (is_struck_ && wire_.plan.fault == fault_kind::corrupt_gzip) {
        // Behind the head, whose flags and times nobody checks.
        auto& byte = body[std::clamp<std::size_t>(place, 10, body.size() - 1)];
        byte = static_cast<char>(byte ^ 0x55);
        wire_.note_strike();
    }
    return body;
}

void outgoing::begin(const answer& answer, bool is_packed, bool is_struck) {
    const auto& plan = wire_.plan;
    is_struck_ = is_struck;
    is_cut_ = false;
    emitted_ = 0;
    messages_ = 0;
    held_back_.clear();
    not_before_ = wire_.now() + answer.work;
    if (is_struck && plan.fault == fault_kind::delay) {
        not_before_ += plan.pause;
        wire_.note_strike();
        wire_.last_strike = std::max(wire_.last_strike, not_before_);
    }
    const bool is_live = answer.live != answer::no;
    const bool packs = is_packed && !is_live && answer.type == "application/json";
    const auto body = is_live ? std::string() : body_of(answer, packs);
    const bool has_chunks = is_live || (plan.is_chunked && answer.type == "application/json");
    std::string head = "HTTP/1.1 " + std::to_string(answer.status) +
                       " Status\r\nContent-Type: " + answer.type + "\r\n";
    for (const auto& [name, value] : answer.headers)
        head += name + ": " + value + "\r\n";
    if (packs)
        head += "Content-Encoding: gzip\r\n";
    head += has_chunks ? "Transfer-Encoding: chunked\r\n\r\n"
                       : "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
    const auto whole = head + (is_live ? "" : has_chunks ? in_chunks(body) : body);
    const std::size_t size = is_live ? 4000 : whole.size();
    cut_at_ = static_cast<std::size_t>(static_cast<double>(size) * plan.place);
    // What is cut off in order is not a body that ends where nobody knows.
    if (plan.fault == fault_kind::truncated_body)
        cut_at_ = std::max(cut_at_, head.size());
    emit(whole, wire_.now());
}

void outgoing::emit(std::string bytes, duration at) {
    if (is_cut_)
        return;
    const auto& plan = wire_.plan;
    const bool is_cut_here = is_struck_ && is_about_bytes() && emitted_ + bytes.size() > cut_at_;
    if (is_cut_here)
        bytes.resize(cut_at_ - emitted_);
    emitted_ += bytes.size();
    const time_point due = time_of(at);
    if (is_struck_ && plan.fault == fault_kind::drip) {
        if (!bytes.empty())
            wire_.note_strike();
        // Byte by byte only at first, and not with a pause each: that would make the run long.
        time_point next = due;
        std::size_t size = 1;
        for (std::size_t i = 0; i < bytes.size(); i += size) {
            size = i < 400 ? 1 : 100;
            pieces_.push_back({next, bytes.substr(i, size)});
            if (i % 64 == 0)
                next += plan.pause;
        }
        wire_.last_strike = std::max(wire_.last_strike, at + (next - time_of(at)));
    } else if (!bytes.empty()) {
        pieces_.push_back({due, std::move(bytes)});
    }
    if (is_cut_here)
        cut(at);
}

time_point outgoing::time_of(duration at) const {
    return wire_.clock.now() + (std::max(at, not_before_) - wire_.now());
}

void outgoing::cut(duration at) {
    is_cut_ = true;
    ++wire_.strikes;
    wire_.last_strike = std::max(wire_.last_strike, at);
    const time_point due = time_of(at);
    switch (wire_.plan.fault) {
    case fault_kind::reset:
        pieces_.push_back({due, "", lost});
        break;
    case fault_kind::silence:
        pieces_.push_back({due, "", silence});
        break;
    case fault_kind::tls_close:
        pieces_.push_back({due, "", unfinished_tls});
        break;
    default:
        pieces_.push_back({due, "", end});
        break;
    }
}

void outgoing::garble_events(std::string frame, duration at) {
    const auto fault = wire_.plan.fault;
    const bool is_first = messages_++ == 0;
    const bool is_mine = fault == fault_kind::duplicate_events ||
                         fault == fault_kind::reordered_events ||
                         fault == fault_kind::dropped_events;
    if (!is_mine || is_first) {
        emit(std::move(frame), at);
        return;
    }
    wire_.note_strike();
    if (fault == fault_kind::dropped_events) {
        // Keep-alives go on. Some servers lose one event, some all that follow.
        if (!wire_.plan.is_endless && messages_ % 2 == 1)
            emit(std::move(frame), at);
        else
            emit(chunk(": lost\n\n"), at);
    } else if (fault == fault_kind::duplicate_events) {
        emit(frame, at);
        emit(std::move(frame), at);
    } else if (held_back_.empty()) {
        held_back_ = std::move(frame);
        emit(chunk(": late\n\n"), at);
    } else {
        emit(std::move(frame), at);
        emit(std::exchange(held_back_, ""), at);
    }
}

void outgoing::add_message(std::string text, duration at) {
    garble_events(chunk("data: " + text + " \n\n\n"), at);
}

void outgoing::add_sign(duration at) {
    emit(chunk(": keep-alive\n\n") + (held_back_.empty() ? "" : std::exchange(held_back_, "")), at);
}

void outgoing::finish(duration at) { emit("0\r\n\r\n", at); }

std::size_t outgoing::take(char* into, std::size_t size) {
    auto& bytes = pieces_.front().bytes;
    const std::size_t count = std::min(size, bytes.size());
    std::memcpy(into, bytes.data(), count);
    bytes.erase(0, count);
    if (bytes.empty())
        pieces_.pop_front();
    return count;
}

} // namespace argocdpp::tests
