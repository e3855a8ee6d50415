#include "lines.hpp"

namespace argocdpp::http {

line_splitter::line_splitter(format kind, std::size_t limit)
    : format_(kind)
    , limit_(limit) {}

void line_splitter::check(std::size_t size) const {
    if (size > limit_)
        throw error(error_kind::protocol,
                    "a message of the stream is longer than " + std::to_string(limit_) + " bytes");
}

void line_splitter::feed(std::string_view piece, const receiver& receive) {
    std::size_t end = 0;
    while ((end = piece.find('\n')) != std::string_view::npos) {
        std::string_view line = piece.substr(0, end);
        piece.remove_prefix(end + 1);
        check(line_.size() + line.size());
        if (line_.empty()) {
            take_line(line, receive);
            continue;
        }
        // Emptied before the receiver runs: what it throws must not leave the line here.
        std::string whole = std::move(line_);
        line_.clear();
        whole += line;
        take_line(whole, receive);
    }
    check(line_.size() + piece.size());
    line_ += piece;
}

void line_splitter::finish(const receiver& receive) {
    const std::string rest = std::move(line_);
    line_.clear();
    if (!rest.empty())
        take_line(rest, receive);
    if (format_ == events)
        end_event(receive);
}

void line_splitter::take_line(std::string_view line, const receiver& receive) {
    if (!line.empty() && line.back() == '\r')
        line.remove_suffix(1);
    if (format_ == newline_json) {
        if (line.find_first_not_of(" \t\r") != std::string_view::npos)
            receive(line);
        return;
    }
    if (line.empty()) {
        end_event(receive);
        return;
    }
    // An error late in a stream comes from another layer of the server, which adds no `data:`.
    if (line.front() == '{') {
        receive(line);
        return;
    }
    if (line.substr(0, 4) != "data" || (line.size() > 4 && line[4] != ':'))
        return;
    line.remove_prefix(line.size() > 4 ? 5 : 4);
    if (!line.empty() && line.front() == ' ')
        line.remove_prefix(1);
    check(event_.size() + line.size() + 1);
    if (has_data_)
        event_ += '\n';
    event_ += line;
    has_data_ = true;
}

void line_splitter::end_event(const receiver& receive) {
    if (!has_data_)
        return;
    const std::string event = std::move(event_);
    event_.clear();
    has_data_ = false;
    if (!event.empty())
        receive(event);
}

line_splitter::format stream_format(std::string_view content_type) {
    const std::string_view wanted = "text/event-stream";
    const bool matches = content_type.substr(0, wanted.size()) == wanted;
    return matches ? line_splitter::events : line_splitter::newline_json;
}

} // namespace argocdpp::http
