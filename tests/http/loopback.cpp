#include "loopback.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace argocdpp::tests {

namespace asio = boost::asio;
using asio::use_awaitable;
using asio::ip::tcp;

namespace {

tcp::endpoint any_port() { return {asio::ip::address_v4::loopback(), 0}; }

/// What ends a connection is the client's matter; only being cancelled ends the server.
bool is_cancelling(const boost::system::system_error& failure) {
    return failure.code() == asio::error::operation_aborted;
}

} // namespace

asio::ssl::context make_context(const server_wish& wish) {
    asio::ssl::context context(asio::ssl::context::tls_server);
    context.use_certificate_chain(asio::buffer(wish.tls->certificate));
    context.use_private_key(asio::buffer(wish.tls->key), asio::ssl::context::pem);
    if (!wish.client_authority.empty()) {
        context.add_certificate_authority(asio::buffer(wish.client_authority));
        context.set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
    }
    if (wish.is_old) {
        SSL_CTX_set_min_proto_version(context.native_handle(), 0);
        SSL_CTX_set_max_proto_version(context.native_handle(), TLS1_1_VERSION);
        SSL_CTX_set_cipher_list(context.native_handle(), "ALL:@SECLEVEL=0");
    }
    return context;
}

loopback_server::loopback_server(const asio::any_io_executor& executor, server_wish wish)
    : acceptor_(executor, any_port())
    , wish_(std::move(wish)) {}

std::uint16_t loopback_server::port() const { return acceptor_.local_endpoint().port(); }

template<class Stream>
task<void> loopback_server::answer(Stream& stream) {
    const std::string reply =
        "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(wish_.body.size()) + "\r\n\r\n" +
        wish_.body;
    std::string received;
    while (true) {
        auto buffer = asio::dynamic_buffer(received);
        const std::size_t size =
            co_await asio::async_read_until(stream, buffer, "\r\n\r\n", use_awaitable);
        requests.push_back(received.substr(0, size));
        received.erase(0, size);
        co_await asio::async_write(stream, asio::buffer(reply), use_awaitable);
    }
}

task<void> loopback_server::shake_hands(tcp::socket socket) {
    asio::ssl::context context = make_context(wish_);
    asio::ssl::stream<tcp::socket> stream(std::move(socket), context);
    co_await stream.async_handshake(asio::ssl::stream_base::server, use_awaitable);
    co_await answer(stream);
}

task<void> loopback_server::misbehave(tcp::socket socket) {
    char bytes[4096];
    const bool is_reset = wish_.manner == server_wish::resetting;
    const std::size_t size = is_reset ? 10 : sizeof bytes;
    co_await socket.async_read_some(asio::buffer(bytes, size), use_awaitable);
    // Closing with bytes unread, and without lingering, is a reset.
    if (is_reset)
        socket.set_option(asio::socket_base::linger(true, 0));
    const std::string plain = "HTTP/1.1 400 Bad Request\r\n\r\n";
    if (wish_.manner == server_wish::speaking_plainly)
        co_await asio::async_write(socket, asio::buffer(plain), use_awaitable);
}

task<void> loopback_server::serve() {
    while (true) {
        tcp::socket socket = co_await acceptor_.async_accept(use_awaitable);
        ++connections;
        try {
            if (wish_.manner != server_wish::answering)
                co_await misbehave(std::move(socket));
            else if (wish_.tls)
                co_await shake_hands(std::move(socket));
            else
                co_await answer(socket);
        } catch (const boost::system::system_error& failure) {
            if (is_cancelling(failure))
                throw;
        }
    }
}

loopback_proxy::loopback_proxy(const asio::any_io_executor& executor, std::uint16_t target,
                               wish_type wish)
    : acceptor_(executor, any_port())
    , target_(target)
    , wish_(std::move(wish)) {}

std::uint16_t loopback_proxy::port() const { return acceptor_.local_endpoint().port(); }

task<bool> loopback_proxy::agree_http(socket_type& client) {
    std::string head;
    auto buffer = asio::dynamic_buffer(head);
    co_await asio::async_read_until(client, buffer, "\r\n\r\n", use_awaitable);
    const std::size_t begin = head.find(' ') + 1;
    asked_for.push_back(head.substr(begin, head.find(' ', begin) - begin));
    const bool may_pass = wish_.login.empty() ||
                          head.find("Proxy-Authorization: " + wish_.login) != std::string::npos;
    std::string reply = "HTTP/1.1 200 Connection established\r\nX: y\r\n\r\n";
    if (!may_pass)
        reply = "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n";
    if (!wish_.refusal.empty())
        reply = wish_.refusal + "\r\n\r\n";
    co_await asio::async_write(client, asio::buffer(reply), use_awaitable);
    co_return may_pass&& wish_.refusal.empty();
}

namespace {

task<std::string> read(tcp::socket& socket, std::size_t size) {
    std::string bytes(size, '\0');
    co_await asio::async_read(socket, asio::buffer(bytes), use_awaitable);
    co_return bytes;
}

std::size_t length(const std::string& byte) { return static_cast<unsigned char>(byte[0]); }

task<void> relay(tcp::socket& from, tcp::socket& to) {
    char bytes[4096];
    while (true) {
        const std::size_t got = co_await from.async_read_some(asio::buffer(bytes), use_awaitable);
        co_await asio::async_write(to, asio::buffer(bytes, got), use_awaitable);
    }
}

} // namespace

task<bool> loopback_proxy::check_socks_login(socket_type& client) {
    const std::string chosen("\x05\x02", 2);
    co_await asio::async_write(client, asio::buffer(chosen), use_awaitable);
    const std::string user_size = co_await read(client, 2);
    const std::string user = co_await read(client, length(user_size.substr(1)));
    const std::string password_size = co_await read(client, 1);
    const std::string password = co_await read(client, length(password_size));
    const bool may_pass = user + ":" + password == wish_.login;
    const std::string verdict("\x01\x00", 2);
    const std::string no("\x01\x01", 2);
    co_await asio::async_write(client, asio::buffer(may_pass ? verdict : no), use_awaitable);
    co_return may_pass;
}

task<bool> loopback_proxy::agree_socks(socket_type& client) {
    const std::string hello = co_await read(client, 2);
    co_await read(client, length(hello.substr(1)));
    if (!wish_.login.empty()) {
        const bool may_pass = co_await check_socks_login(client);
        if (!may_pass)
            co_return false;
    } else {
        const std::string chosen("\x05\x00", 2);
        co_await asio::async_write(client, asio::buffer(chosen), use_awaitable);
    }
    const std::string request = co_await read(client, 4);
    std::string host;
    if (request[3] == 3) {
        const std::string size = co_await read(client, 1);
        host = co_await read(client, length(size));
    } else {
        const std::string address = co_await read(client, request[3] == 1 ? 4 : 16);
        host = std::to_string(address.size() * 8) + " bits";
    }
    const std::string port = co_await read(client, 2);
    asked_for.push_back(host + ":" + std::to_string(length(port) * 256 + length(port.substr(1))));
    std::string reply("\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00", 10);
    if (!wish_.refusal.empty())
        reply[1] = wish_.refusal[0];
    co_await asio::async_write(client, asio::buffer(reply), use_awaitable);
    co_return wish_.refusal.empty();
}

task<void> loopback_proxy::forward(socket_type client) {
    bool may_pass = false;
    if (wish_.is_socks)
        may_pass = co_await agree_socks(client);
    else
        may_pass = co_await agree_http(client);
    if (!may_pass)
        co_return;
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    tcp::socket server(executor);
    const tcp::endpoint target(asio::ip::address_v4::loopback(), target_);
    co_await server.async_connect(target, use_awaitable);
    std::vector<task<void>> ways;
    ways.push_back(relay(client, server));
    ways.push_back(relay(server, client));
    co_await first_of(std::move(ways));
}

task<void> loopback_proxy::serve() {
    while (true) {
        tcp::socket socket = co_await acceptor_.async_accept(use_awaitable);
        try {
            co_await forward(std::move(socket));
        } catch (const boost::system::system_error& failure) {
            if (is_cancelling(failure))
                throw;
        }
    }
}

task<void> while_serving(task<void> client, std::vector<task<void>> servers) {
    servers.insert(servers.begin(), std::move(client));
    co_await first_of(std::move(servers));
}

} // namespace argocdpp::tests
