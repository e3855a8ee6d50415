#include "dialer.hpp"

#include "lookup.hpp"
#include "proxy.hpp"
#include "socket.hpp"
#include "tls.hpp"
#include "tunnel.hpp"

#include <argocdpp/error.hpp>

#include <algorithm>
#include <optional>

namespace argocdpp::http {

namespace {

/// How far a dial has come, in the words a timeout would end with.
struct progress {
    std::string stage = "error dial proxy: ";
    std::string step;
};

task<void> connect_into(ip_endpoint endpoint, std::unique_ptr<socket_stream>& connected) {
    connected = co_await connect_tcp(std::move(endpoint));
}

/// As Go's net.partialDeadline: an equal share of what is left, but no less than two seconds.
time_point share(time_point now, time_point deadline, std::size_t addresses_left) {
    if (deadline == time_point::max())
        return deadline;
    const duration equal = (deadline - now) / static_cast<duration::rep>(addresses_left);
    const duration least = std::chrono::seconds(2);
    return std::min(deadline, now + std::max(equal, least));
}

class network_dialer final : public dialer {
  public:
    network_dialer(const client_settings& settings, argocdpp::clock& clock)
        : server_(settings.server)
        , plain_text_(settings.plain_text)
        , tls_settings_(settings.tls)
        , limit_(settings.connect_limit)
        , clock_(clock)
        , proxy_(choose_proxy(settings.proxy, settings.plain_text, settings.server)) {}

    task<std::unique_ptr<byte_stream>> dial() override {
        const bool is_limited = limit_ != duration::zero();
        const time_point deadline = is_limited ? clock_.now() + limit_ : time_point::max();
        std::unique_ptr<byte_stream> stream;
        progress at;
        std::optional<error> failure;
        bool finished = false;
        try {
            finished = co_await finishes_before(clock_, deadline, dial_into(stream, at, deadline));
        } catch (const error& thrown) {
            failure = thrown;
        }
        if (failure && failure->kind == error_kind::local)
            throw *failure;
        if (failure)
            throw in_dial(*failure, at);
        if (!finished)
            throw error(error_kind::timeout, at.stage + at.step + ": i/o timeout");
        co_return stream;
    }

  private:
    static error in_dial(const error& failure, const progress& at) {
        // A connection that breaks here has not carried any of a request.
        const bool is_lost = failure.kind == error_kind::lost;
        error made(is_lost ? error_kind::unreachable : failure.kind, at.stage + failure.what());
        made.server_text = failure.server_text; // its certificate
        return made;
    }

    task<void> dial_into(std::unique_ptr<byte_stream>& result, progress& at, time_point deadline) {
        std::unique_ptr<socket_stream> socket = co_await reach(at, deadline);
        const std::string ends = socket->ends();
        std::unique_ptr<byte_stream> stream = std::move(socket);
        if (proxy_)
            stream = co_await pass_proxy(std::move(stream));
        if (!plain_text_) {
            at.stage = "error creating connection: ";
            at.step = "read tcp " + ends;
            stream = co_await tls().wrap(std::move(stream), server_.host);
        }
        result = std::move(stream);
    }

    /// The first address of the server, or of its proxy, that takes the connection.
    task<std::unique_ptr<socket_stream>> reach(progress& at, time_point deadline) {
        const std::string& host = proxy_ ? proxy_->host : server_.host;
        const std::uint16_t port = proxy_ ? proxy_->port : server_.port;
        if (proxy_)
            at.stage += wording_of_proxy();
        at.step = "dial tcp: lookup " + host;
        const std::vector<std::string> addresses = co_await look_up(host);

        std::optional<error> first_failure;
        std::unique_ptr<socket_stream> connected;
        for (std::size_t i = 0; i < addresses.size() && !connected; ++i) {
            const ip_endpoint endpoint = {addresses[i], port};
            at.step = "dial tcp " + endpoint.text();
            const time_point limit = share(clock_.now(), deadline, addresses.size() - i);
            std::optional<error> failure;
            try {
                task<void> connecting = connect_into(endpoint, connected);
                co_await finishes_before(clock_, limit, std::move(connecting));
            } catch (const error& thrown) {
                failure = thrown;
            }
            if (!failure && !connected)
                failure.emplace(error_kind::timeout, at.step + ": i/o timeout");
            if (!first_failure)
                first_failure = failure;
        }
        if (!connected)
            throw *first_failure;
        co_return connected;
    }

    task<std::unique_ptr<byte_stream>> pass_proxy(std::unique_ptr<byte_stream> stream) {
        if (proxy_->scheme == proxy_address::https)
            stream = co_await tls().wrap(std::move(stream), proxy_->host);
        switch (proxy_->scheme) {
        case proxy_address::http:
        case proxy_address::https:
            if (!plain_text_)
                co_await connect_through(*stream, *proxy_, server_.authority());
            break;
        case proxy_address::socks5: {
            const std::string host = co_await known_address();
            co_await socks_through(*stream, *proxy_, host, server_.port);
            break;
        }
        case proxy_address::socks5h:
            co_await socks_through(*stream, *proxy_, server_.host, server_.port);
            break;
        }
        co_return stream;
    }

    /// The server's address, or its name where only the proxy may know it (Go always sends the
    /// name).
    task<std::string> known_address() {
        std::string address = server_.host;
        try {
            const std::vector<std::string> addresses = co_await look_up(server_.host);
            address = addresses.front();
        } catch (const error&) {
        }
        co_return address;
    }

    std::string wording_of_proxy() const {
        const ip_endpoint proxy = {proxy_->host, proxy_->port};
        if (proxy_->scheme == proxy_address::socks5 || proxy_->scheme == proxy_address::socks5h)
            return "socks connect tcp " + proxy.text() + "->" + server_.authority() + ": ";
        return "proxy " + proxy_->text() + ": ";
    }

    tls_client& tls() {
        if (!tls_)
            tls_.emplace(tls_settings_, clock_);
        return *tls_;
    }

    server_address server_;
    bool plain_text_;
    tls_settings tls_settings_;
    duration limit_;
    argocdpp::clock& clock_;
    std::optional<proxy_address> proxy_;
    std::optional<tls_client> tls_;
};

} // namespace

std::unique_ptr<dialer> make_dialer(const client_settings& settings, clock& clock) {
    return std::make_unique<network_dialer>(settings, clock);
}

} // namespace argocdpp::http
