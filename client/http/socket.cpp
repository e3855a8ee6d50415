#include "socket.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cctype>

namespace argocdpp::http {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

std::string text_of(const tcp::endpoint& endpoint) {
    const ip_endpoint plain = {endpoint.address().to_string(), endpoint.port()};
    return plain.text();
}

/// As Go spells errno: "connection refused".
std::string text_of(const error_code& failure) {
    std::string text = failure.message();
    if (text.size() > 1 && std::islower(static_cast<unsigned char>(text[1])))
        text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
    return text;
}

void rethrow_cancelling(const error_code& failure) {
    if (failure == asio::error::operation_aborted)
        throw_cancelled();
}

/// Go's defaults: small writes leave at once, a dead peer is noticed after a few minutes.
void tune(tcp::socket& socket) {
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    socket.set_option(asio::socket_base::keep_alive(true), ignored);
    const int seconds = 15;
    const int probes = 9;
    ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_KEEPIDLE, &seconds, sizeof seconds);
    ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_KEEPINTVL, &seconds, sizeof seconds);
    ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof probes);
}

class tcp_stream final : public socket_stream {
  public:
    explicit tcp_stream(tcp::socket socket)
        : socket_(std::move(socket)) {
        error_code ignored;
        ends_ = text_of(socket_.local_endpoint(ignored)) + "->" +
                text_of(socket_.remote_endpoint(ignored));
    }

    task<std::size_t> read_some(char* data, std::size_t size) override {
        // A server that sends head and body apart waits for our acknowledgement in between, and the
        // kernel would hold it back for 40 ms. It forgets this option, so it is set each time.
        const int at_once = 1;
        ::setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_QUICKACK, &at_once, sizeof at_once);
        error_code failure;
        auto token = asio::redirect_error(asio::use_awaitable, failure);
        const std::size_t got = co_await socket_.async_read_some(asio::buffer(data, size), token);
        if (failure && failure != asio::error::eof)
            fail("read", failure);
        co_return got;
    }

    task<void> write_all(std::string_view data) override {
        error_code failure;
        auto token = asio::redirect_error(asio::use_awaitable, failure);
        co_await asio::async_write(socket_, asio::buffer(data.data(), data.size()), token);
        if (failure)
            fail("write", failure);
    }

    bool is_quiet() override {
        char byte = 0;
        const auto got = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    }

    std::string ends() const override { return ends_; }

  private:
    [[noreturn]] void fail(const std::string& call, const error_code& failure) const {
        rethrow_cancelling(failure);
        throw error(error_kind::lost,
                    call + " tcp " + ends_ + ": " + call + ": " + text_of(failure));
    }

    tcp::socket socket_;
    std::string ends_;
};

class tcp_listener final : public listener {
  public:
    explicit tcp_listener(tcp::acceptor acceptor)
        : acceptor_(std::move(acceptor)) {}

    std::uint16_t port() const override { return acceptor_.local_endpoint().port(); }

    task<std::unique_ptr<socket_stream>> accept() override {
        error_code failure;
        auto token = asio::redirect_error(asio::use_awaitable, failure);
        tcp::socket socket = co_await acceptor_.async_accept(token);
        rethrow_cancelling(failure);
        if (failure)
            throw error(error_kind::lost, "accept tcp: " + text_of(failure));
        co_return std::make_unique<tcp_stream>(std::move(socket));
    }

  private:
    tcp::acceptor acceptor_;
};

} // namespace

std::string ip_endpoint::text() const {
    const bool bracketed = address.find(':') != std::string::npos;
    return (bracketed ? "[" + address + "]" : address) + ":" + std::to_string(port);
}

bool is_ip_address(std::string_view host) {
    error_code failure;
    asio::ip::make_address(std::string(host), failure);
    return !failure;
}

task<std::unique_ptr<socket_stream>> connect_tcp(ip_endpoint endpoint) {
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    error_code failure;
    const tcp::endpoint target(asio::ip::make_address(endpoint.address, failure), endpoint.port);
    // A server may take a connection and drop it before anybody here has looked: nothing was sent
    // yet, so it may be asked again.
    for (int tries = 0; tries < 3; ++tries) {
        tcp::socket socket(executor);
        if (!failure) {
            auto token = asio::redirect_error(asio::use_awaitable, failure);
            co_await socket.async_connect(target, token);
        }
        rethrow_cancelling(failure);
        if (!failure) {
            tune(socket);
            co_return std::make_unique<tcp_stream>(std::move(socket));
        }
        if (failure != asio::error::connection_reset)
            break;
        if (tries < 2)
            failure.clear();
    }
    throw error(error_kind::unreachable,
                "dial tcp " + endpoint.text() + ": connect: " + text_of(failure));
}

task<std::unique_ptr<listener>> listen_tcp(ip_endpoint endpoint) {
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    error_code failure;
    const tcp::endpoint wanted(asio::ip::make_address(endpoint.address, failure), endpoint.port);
    tcp::acceptor acceptor(executor);
    if (!failure)
        acceptor.open(wanted.protocol(), failure);
    if (!failure)
        acceptor.set_option(tcp::acceptor::reuse_address(true), failure);
    if (!failure && wanted.address().is_v6())
        acceptor.set_option(asio::ip::v6_only(true), failure);
    if (!failure)
        acceptor.bind(wanted, failure);
    if (!failure)
        acceptor.listen(asio::socket_base::max_listen_connections, failure);
    if (failure)
        throw error(failure == asio::error::address_in_use || failure == asio::error::no_permission
                        ? error_kind::local
                        : error_kind::unreachable,
                    "listen tcp " + endpoint.text() + ": bind: " + text_of(failure));
    co_return std::make_unique<tcp_listener>(std::move(acceptor));
}

} // namespace argocdpp::http
