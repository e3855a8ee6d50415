#include "event_stream.hpp"

#include "answer.hpp"

#include <argocdpp/proto/json.hpp>

namespace argocdpp {

event_stream::event_stream(std::unique_ptr<body_stream> body, std::string request)
    : body_(std::move(body))
    , request_(std::move(request))
    , lines_(http::stream_format(body_->head().header("Content-Type"))) {}

task<std::optional<proto::any>> event_stream::next() {
    while (messages_.empty()) {
        if (ended_)
            co_return std::nullopt;
        auto piece = co_await body_->next();
        const auto keep = [this](std::string_view text) { messages_.emplace_back(text); };
        ended_ = !piece;
        if (piece)
            lines_.feed(*piece, keep);
        else
            lines_.finish(keep);
    }
    const std::string text = std::move(messages_.front());
    messages_.pop_front();
    try {
        co_return proto::parse(text);
    } catch (const proto::format_error& problem) {
        throw protocol_error(request_, std::string("unexpected message: ") + problem.what());
    }
}

} // namespace argocdpp
