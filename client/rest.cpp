#include "rest.hpp"

#include "grpc_web.hpp"
#include "http/exchange.hpp"
#include "lost_change.hpp"

#include <algorithm>
#include <optional>
#include <random>

namespace argocdpp {
namespace {

// Argo CD's own limit of a message is 200 MB; what is longer is no answer of it.
constexpr std::size_t longest_body = std::size_t{256} << 20;

/// Whether the server would look at it as a bearer token.
bool is_jwt(std::string_view token) { return std::ranges::count(token, '.') >= 2; }

/// A body kept whole.
class text_sink final : public body_sink {
  public:
    explicit text_sink(std::string request)
        : request_(std::move(request)) {}
    void begin(const http_head&) override { text.clear(); }
    void write(std::string_view piece) override {
        if (text.size() + piece.size() > longest_body)
            throw protocol_error(request_, "the answer is longer than 256 MiB");
        text.append(piece);
    }
    std::string text;

  private:
    std::string request_;
};

/// Passes the body of a success on and keeps that of a failure.
class success_sink final : public body_sink {
  public:
    success_sink(body_sink& inner, std::string request)
        : inner_(inner)
        , request_(std::move(request)) {}
    void begin(const http_head& head) override {
        passing_ = is_success(head) && !is_web_page(head);
        failure.clear();
        if (passing_)
            inner_.begin(head);
    }
    void write(std::string_view piece) override {
        if (!passing_)
            keep_failure(failure, piece);
        else
            pass(piece);
    }
    std::string failure;

  private:
    void pass(std::string_view piece) {
        try {
            inner_.write(piece);
        } catch (const proto::format_error& problem) {
            throw protocol_error(request_, std::string("unexpected answer: ") + problem.what());
        }
    }
    body_sink& inner_;
    std::string request_;
    bool passing_ = false;
};

/// The token of settings, as long as the client lives.
class settled_token final : public token_source {
  public:
    explicit settled_token(std::string token)
        : token_(std::move(token)) {}
    task<std::string> current() override { co_return token_; }
    task<std::string> after_refusal(std::string refused) override { co_return refused; }

  private:
    std::string token_;
};

random_source system_random() {
    return [engine = std::minstd_rand(std::random_device()())]() mutable {
        return std::uniform_real_distribution<double>(0, 1)(engine);
    };
}

} // namespace

rest::rest(client_settings settings, client_world world)
    : settings_(std::move(settings))
    , time_(world.time)
    , random_(world.random ? std::move(world.random) : system_random())
    , connection_(world.connection ? std::move(world.connection)
                                   : make_network_transport(settings_, time_))
    , tokens_(world.tokens ? std::move(world.tokens)
                           : std::make_unique<settled_token>(settings_.token)) {}

http_request rest::request(std::string method, const api_path& path) const {
    http_request made;
    made.method = std::move(method);
    made.target = target(path.text());
    made.idle_limit = settings_.idle_limit;
    // The gateway refuses a call without it, even one without a body.
    if (made.method != "GET")
        made.headers.emplace_back("Content-Type", "application/json");
    return made;
}

http_request rest::grpc_request(std::string_view method, body_source& messages) const {
    auto made = request("POST", api_path("/" + std::string(method)));
    made.headers = {{"Content-Type", std::string(grpc_web::content_type)}, {"X-Grpc-Web", "1"}};
    made.upload = &messages;
    made.is_read = true;
    return made;
}

http_request rest::with_token(http_request request, const std::string& token) const {
    // A header of the user's own may be meant for a proxy, and of what is no JWT the server takes
    // no notice there; it takes the token elsewhere too.
    const http_head own = {.status = 0, .headers = settings_.headers};
    auto& headers = request.headers;
    if (is_jwt(token) && own.header("Authorization").empty())
        headers.emplace(headers.begin(), "Authorization", "Bearer " + token);
    else if (!token.empty()) // to gRPC-Web it is metadata itself: no gateway takes a prefix off
        headers.emplace(headers.begin(), request.upload ? "Token" : "Grpc-Metadata-Token", token);
    return request;
}

void rest::check(const http_head& head, std::string_view body, std::string_view request,
                 std::string_view token) {
    try {
        check_answer(head, body, request, token);
    } catch (error& failure) {
        // Of a success only a page is refused.
        if (is_redirect(head) || is_success(head))
            failure.first_contact = !has_answered_;
        throw;
    }
    has_answered_ = true;
}

task<void> rest::send(repeat when, const http_request& wanted, attempt once) {
    const auto token = co_await tokens_->current();
    std::optional<error> refusal;
    try {
        co_await send_as(token, when, wanted, once);
        co_return;
    } catch (const error& failure) {
        if (failure.kind != error_kind::unauthenticated)
            throw;
        refusal = failure;
    }
    const auto other = co_await tokens_->after_refusal(token);
    if (other == token)
        throw *refusal;
    co_await send_as(other, when, wanted, once);
}

task<void> rest::send_as(const std::string& token, repeat when, const http_request& wanted,
                         const attempt& once) {
    const retry_options options;
    const auto start = time_.now();
    for (int tries = 1;; ++tries) {
        duration delay;
        try {
            auto request = with_token(wanted, token);
            co_return co_await once(std::move(request), token);
        } catch (const error& failure) {
            const bool is_safe =
                when == repeat::if_transient || (when == repeat::if_unsent && !failure.sent);
            if (!is_safe || !is_transient(failure) || tries == options.attempts)
                throw;
            delay =
                std::max<duration>(next_delay(options, tries - 1, random_()), failure.retry_after);
            if (time_.now() + delay > start + options.budget)
                throw;
        }
        co_await time_.sleep_until(time_.now() + delay);
    }
}

task<proto::any> rest::get(api_path path) { return get(std::move(path), settings_.idle_limit); }

task<proto::any> rest::get(api_path path, duration idle_limit) {
    auto wanted = request("GET", path);
    wanted.idle_limit = idle_limit;
    text_sink body(http::request_name(wanted));
    attempt once = [&](http_request request, const std::string& token) -> task<void> {
        const auto head = co_await connection_->exchange(std::move(request), body);
        check(head, body.text, http::request_name(wanted), token);
    };
    co_await send(repeat::if_transient, wanted, std::move(once));
    co_return parsed(body.text, http::request_name(wanted));
}

task<void> rest::get(api_path path, body_sink& sink, std::function<bool()> can_begin_again) {
    const auto wanted = request("GET", path);
    success_sink guarded(sink, http::request_name(wanted));
    std::optional<error> broken; // where no other attempt may follow
    attempt once = [&](http_request request, const std::string& token) -> task<void> {
        try {
            const auto head = co_await connection_->exchange(std::move(request), guarded);
            check(head, guarded.failure, http::request_name(wanted), token);
        } catch (const error& failure) {
            if (!can_begin_again || can_begin_again())
                throw;
            broken = failure;
        }
    };
    co_await send(repeat::if_transient, wanted, std::move(once));
    if (broken)
        throw *broken;
}

task<proto::any> rest::send_once(std::string method, api_path path, std::string body) {
    auto wanted = request(std::move(method), path);
    wanted.body = std::move(body);
    text_sink answer(http::request_name(wanted));
    attempt once = [&](http_request request, const std::string& token) -> task<void> {
        const auto head = co_await connection_->exchange(std::move(request), answer);
        check(head, answer.text, http::request_name(wanted), token);
    };
    co_await send(repeat::if_unsent, wanted, std::move(once));
    co_return parsed(answer.text, http::request_name(wanted));
}

task<proto::any> rest::change_once(std::string method, api_path path, std::string body,
                                   std::string what, std::string subject) {
    try {
        auto answer = co_await send_once(std::move(method), std::move(path), std::move(body));
        co_return answer;
    } catch (const error& failure) {
        if (!may_have_been_taken(failure))
            throw;
        throw lost_change(what, subject, failure);
    }
}

task<proto::any> rest::post(api_path path, const proto::any& body) {
    return send_once("POST", std::move(path), proto::write(body));
}

task<std::string> rest::call(std::string_view method, body_source& messages) {
    const auto wanted = grpc_request(method, messages);
    grpc_web::answer_sink answer(http::request_name(wanted), longest_body);
    attempt once = [&](http_request request, const std::string& token) -> task<void> {
        const auto head = co_await connection_->exchange(std::move(request), answer);
        answer.check(head, token);
    };
    co_await send(repeat::if_transient, wanted, std::move(once));
    co_return answer.take_message();
}

task<std::unique_ptr<event_stream>> rest::stream(api_path path) {
    auto wanted = request("GET", path);
    wanted.headers.emplace_back("Accept", "text/event-stream");
    wanted.idle_limit = stream_silence;
    const auto name = http::request_name(wanted);
    std::unique_ptr<body_stream> body;
    attempt once = [&](http_request request, const std::string& token) -> task<void> {
        auto again = request;
        body = co_await connection_->open(std::move(request));
        if (body->head().status == 406) {
            // A proxy that knows no server-sent events; the server's own form is newline-JSON.
            again.headers.back().second = "application/json";
            body = co_await connection_->open(std::move(again));
        }
        if (is_success(body->head()) && !is_web_page(body->head())) {
            has_answered_ = true;
            co_return;
        }
        std::string text;
        while (auto piece = co_await body->next())
            keep_failure(text, *piece);
        check(body->head(), text, name, token);
    };
    co_await send(repeat::never, wanted, std::move(once));
    co_return std::make_unique<event_stream>(std::move(body), name);
}

} // namespace argocdpp
