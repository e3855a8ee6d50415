#include "scripted_transport.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <doctest/doctest.h>

#include <limits>
#include <stdexcept>

namespace argocdpp::tests {

namespace {

error failure_of(error_kind kind, std::string_view message, bool sent) {
    error made(kind, std::string(message));
    made.sent = sent;
    return made;
}

task<void> wait_for(clock* time, duration delay) {
    if (delay == duration::zero())
        co_return;
    if (time == nullptr)
        throw std::logic_error("a script with delays needs a clock");
    co_await time->sleep_until(time->now() + delay);
}

task<void> wait_for_ever() {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    timer.expires_at(time_point::max());
    co_await timer.async_wait(boost::asio::use_awaitable);
}

} // namespace

stub& stub::status(int code) {
    head_.status = code;
    return *this;
}

stub& stub::header(std::string_view name, std::string_view value) {
    head_.headers.emplace_back(name, value);
    return *this;
}

stub& stub::piece(std::string_view text) {
    steps_.back().text = text;
    steps_.emplace_back();
    return *this;
}

stub& stub::json(std::string_view text) {
    return header("Content-Type", "application/json").piece(text);
}

stub& stub::pieces_of(std::size_t size, std::string_view text) {
    for (std::size_t at = 0; at < text.size(); at += size)
        piece(text.substr(at, size));
    return *this;
}

stub& stub::after(duration delay) {
    steps_.back().delay += delay;
    return *this;
}

stub& stub::cut() {
    ending_ = ending::cut;
    return *this;
}

stub& stub::hang() {
    ending_ = ending::hang;
    return *this;
}

stub& stub::fail(error_kind kind, std::string_view message) {
    ending_ = ending::failure;
    const bool sent = kind != error_kind::unreachable && kind != error_kind::tls;
    failure_ = failure_of(kind, message, sent);
    return *this;
}

stub& stub::times(int count) {
    uses_left_ = count;
    return *this;
}

stub& stub::forever() {
    uses_left_ = std::numeric_limits<int>::max();
    optional_ = true;
    return *this;
}

stub& stub::inspect(std::function<void(const http_request&)> look) {
    look_ = std::move(look);
    return *this;
}

void stub::suffer(fault what) {
    switch (what) {
    case fault::unreachable:
        fail(error_kind::unreachable, "connection refused");
        return;
    case fault::lost:
        fail(error_kind::lost, "connection reset by peer");
        return;
    case fault::timeout:
        fail(error_kind::timeout, "no answer in time");
        return;
    case fault::cut:
        cut();
        steps_.resize((steps_.size() - 1) / 2 + 1);
        std::string& last = steps_.back().text;
        last.resize(last.size() / 2);
        steps_.emplace_back();
    }
}

/// One answer on its way: the same for an exchange and for a stream.
class scripted_body : public body_stream {
  public:
    scripted_body(stub answer, clock* time, duration idle_limit)
        : answer_(std::move(answer))
        , time_(time)
        , idle_limit_(idle_limit) {}

    /// Throws where there is no answer at all.
    task<void> begin() {
        if (answer_.ending_ == stub::ending::failure) {
            co_await wait_for(time_, answer_.steps_.front().delay);
            throw *answer_.failure_;
        }
    }

    const http_head& head() const override { return answer_.head_; }

    task<std::optional<std::string>> next() override {
        const stub::step step = answer_.steps_.at(at_);
        co_await wait_for(time_, step.delay);
        if (at_ + 1 < answer_.steps_.size()) {
            ++at_;
            co_return step.text;
        }
        if (answer_.ending_ == stub::ending::cut)
            throw failure_of(error_kind::lost, "connection reset by peer", true);
        if (answer_.ending_ == stub::ending::hang)
            co_await never();
        co_return std::nullopt;
    }

  private:
    task<void> never() {
        if (idle_limit_ == duration::zero() || time_ == nullptr)
            co_await wait_for_ever();
        co_await wait_for(time_, idle_limit_);
        throw failure_of(error_kind::timeout, "no answer in time", true);
    }

    stub answer_;
    clock* time_;
    duration idle_limit_;
    std::size_t at_ = 0;
};

class scripted_transport : public transport {
  public:
    explicit scripted_transport(script& lines)
        : lines_(&lines) {}

    task<http_head> exchange(http_request request, body_sink& sink) override {
        scripted_body body(lines_->take(request), lines_->time_, request.idle_limit);
        co_await body.begin();
        lines_->has_answered_ = true;
        sink.begin(body.head());
        while (auto piece = co_await body.next())
            sink.write(*piece);
        co_return body.head();
    }

    task<std::unique_ptr<body_stream>> open(http_request request) override {
        auto body = std::make_unique<scripted_body>(lines_->take(request), lines_->time_,
                                                    request.idle_limit);
        co_await body->begin();
        lines_->has_answered_ = true;
        co_return body;
    }

  private:
    script* lines_;
};

script::~script() {
    const std::string text = complaints();
    if (std::uncaught_exceptions() == 0)
        CHECK_MESSAGE(text.empty(), text);
}

stub& script::on(std::string_view request) { return stubs_.emplace_back(request); }

void script::break_request(std::size_t index, fault what) { fault_.emplace(index, what); }

std::unique_ptr<transport> script::connection() {
    return std::make_unique<scripted_transport>(*this);
}

std::string script::complaints() const {
    std::string text;
    for (const auto& line : unmatched_)
        text += "nobody scripted " + line + "\n";
    if (fault_)
        return text;
    for (const auto& stub : stubs_)
        if (stub.uses_left_ > 0 && !stub.optional_)
            text += "nobody asked for " + stub.request_ + "\n";
    return text;
}

/// The request with what it uploads as its body.
static http_request with_upload(http_request request) {
    auto* upload = std::exchange(request.upload, nullptr);
    if (upload == nullptr)
        return request;
    upload->rewind();
    for (auto piece = upload->next(); !piece.empty(); piece = upload->next())
        request.body.append(piece);
    CHECK(request.body.size() == upload->size());
    return request;
}

stub script::take(const http_request& request) {
    const std::size_t index = requests_.size();
    requests_.push_back(with_upload(request));
    const std::string line = request.method + " " + request.target;
    for (auto& candidate : stubs_) {
        if (candidate.request_ != line || candidate.uses_left_ == 0)
            continue;
        if (candidate.look_)
            candidate.look_(requests_.back());
        stub answer = candidate;
        if (fault_ && fault_->first == index)
            answer.suffer(fault_->second);
        else
            --candidate.uses_left_;
        if (answer.failure_)
            answer.failure_->first_contact = !has_answered_;
        return answer;
    }
    unmatched_.push_back(line);
    // Not an `error`: nobody may take it for a network's failure and try again.
    throw std::logic_error("nobody scripted " + line);
}

} // namespace argocdpp::tests
