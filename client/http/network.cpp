#include "network.hpp"

#include "dialer.hpp"
#include "exchange.hpp"
#include "pool.hpp"
#include "proxy.hpp"

#include <argocdpp/error.hpp>

#include <optional>

namespace argocdpp::http {

namespace {

route make_route(const client_settings& settings) {
    const server_address& server = settings.server;
    const bool is_default_port = server.port == (settings.plain_text ? 80 : 443);
    std::string host = server.authority();
    if (is_default_port)
        host.erase(host.rfind(':'));
    route way = {host, "", settings.headers};
    const header_list::value_type agent("User-Agent", settings.user_agent);
    way.headers.push_back(agent);

    const auto proxy = choose_proxy(settings.proxy, settings.plain_text, server);
    const bool forwards =
        proxy && settings.plain_text &&
        (proxy->scheme == proxy_address::http || proxy->scheme == proxy_address::https);
    if (!forwards)
        return way;
    way.target_prefix = "http://" + host;
    const header_list::value_type login("Proxy-Authorization", proxy->authorization());
    if (proxy->has_user)
        way.headers.push_back(login);
    return way;
}

/// A call and the connection it travels over, in the order they must be taken down.
struct connected_call {
    std::unique_ptr<byte_stream> stream;
    std::unique_ptr<exchange> call;
};

class network_stream final : public body_stream {
  public:
    network_stream(connected_call connected, http_head head)
        : connected_(std::move(connected))
        , head_(std::move(head)) {}

    const http_head& head() const override { return head_; }

    task<std::optional<std::string>> next() override {
        std::optional<std::string> result;
        const std::string_view piece = co_await connected_.call->next();
        if (!piece.empty())
            result.emplace(piece);
        co_return result;
    }

  private:
    connected_call connected_;
    http_head head_;
};

class network_transport final : public transport {
  public:
    network_transport(const client_settings& settings, argocdpp::clock& clock,
                      std::unique_ptr<dialer> dialer)
        : route_(make_route(settings))
        , clock_(clock)
        , dialer_(std::move(dialer))
        , pool_(clock) {}

    task<http_head> exchange(http_request request, body_sink& sink) override {
        co_await pool_.enter();
        const pool::place place(pool_);
        connected_call connected;
        const http_head head = co_await begin(request, pool_.take(), connected);
        sink.begin(head);
        std::string_view piece = co_await connected.call->next();
        while (!piece.empty()) {
            sink.write(piece);
            piece = co_await connected.call->next();
        }
        if (connected.call->is_reusable())
            pool_.put_back(std::move(connected.stream));
        co_return head;
    }

    task<std::unique_ptr<body_stream>> open(http_request request) override {
        connected_call connected;
        http_head head = co_await begin(request, nullptr, connected);
        co_return std::make_unique<network_stream>(std::move(connected), std::move(head));
    }

  private:
    /// Sends the request over `kept`, or a fresh connection, and reads the head of the answer.
    task<http_head> begin(const http_request& request, std::unique_ptr<byte_stream> kept,
                          connected_call& connected) {
        const bool is_repeatable =
            request.is_read || request.method == "GET" || request.method == "HEAD";
        std::optional<error> failure;
        if (kept) {
            connected.stream = std::move(kept);
            try {
                co_return co_await ask(request, connected);
            } catch (const error& thrown) {
                failure = thrown;
            }
            const bool was_closed =
                failure->kind == error_kind::lost && !connected.call->is_answered();
            if (!was_closed || !is_repeatable)
                throw *failure;
        }
        failure.reset();
        try {
            connected.call.reset();
            connected.stream = co_await dialer_->dial();
            co_return co_await ask(request, connected);
        } catch (error& thrown) {
            thrown.request = request_name(request);
            thrown.first_contact = !has_answered_;
            throw;
        }
    }

    task<http_head> ask(const http_request& request, connected_call& connected) {
        std::string text = request_text(request, route_);
        connected.call = std::make_unique<http::exchange>(*connected.stream, clock_, request);
        co_await connected.call->send(std::move(text));
        std::optional<error> failure;
        if (request.upload != nullptr) {
            try {
                co_await send_upload(*request.upload, *connected.call);
            } catch (const error& thrown) {
                failure = thrown;
            }
        }
        // Who refuses an upload answers, and hangs up before all of it has come.
        if (failure && failure->kind != error_kind::lost)
            throw *failure;
        http_head head = co_await connected.call->read_head();
        has_answered_ = true;
        co_return head;
    }

    static task<void> send_upload(body_source& upload, http::exchange& call) {
        upload.rewind();
        std::string_view piece = upload.next();
        while (!piece.empty()) {
            co_await call.send(std::string(piece));
            piece = upload.next();
        }
    }

    route route_;
    argocdpp::clock& clock_;
    std::unique_ptr<dialer> dialer_;
    pool pool_;
    bool has_answered_ = false;
};

} // namespace

std::unique_ptr<transport> make_transport(const client_settings& settings, clock& clock,
                                          std::unique_ptr<dialer> dialer) {
    return std::make_unique<network_transport>(settings, clock, std::move(dialer));
}

} // namespace argocdpp::http

namespace argocdpp {

std::unique_ptr<transport> make_network_transport(const client_settings& settings, clock& clock) {
    return http::make_transport(settings, clock, http::make_dialer(settings, clock));
}

} // namespace argocdpp
