#pragma once
// Servers and proxies on loopback, inside the process: real sockets, real TLS, no sleeps.

#include "certificates.hpp"

#include <argocdpp/settings.hpp>
#include <argocdpp/task.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <optional>
#include <string>
#include <vector>

namespace argocdpp::tests {

struct server_wish {
    /// What to do with a connection: answer each request, or something worse.
    enum manner_type { answering, resetting, closing, speaking_plainly };

    manner_type manner = answering;
    std::optional<identity> tls;
    std::string client_authority; ///< PEM; demands a client's certificate
    bool is_old = false;          ///< TLS 1.1 at most
    std::string body = "hello";
};

boost::asio::ssl::context make_context(const server_wish& wish);

class loopback_server {
  public:
    loopback_server(const boost::asio::any_io_executor& executor, server_wish wish);

    std::uint16_t port() const;
    /// Serves one connection after the other until it is cancelled.
    task<void> serve();

    std::vector<std::string> requests; ///< heads, as they came
    std::size_t connections = 0;

  private:
    template<class Stream>
    task<void> answer(Stream& stream);
    task<void> shake_hands(boost::asio::ip::tcp::socket socket);
    task<void> misbehave(boost::asio::ip::tcp::socket socket);

    boost::asio::ip::tcp::acceptor acceptor_;
    server_wish wish_;
};

/// A proxy that leads to a port of this machine, whatever host it is asked for.
class loopback_proxy {
  public:
    struct wish_type {
        bool is_socks = false;
        std::string login;   ///< "user:password"; empty where none is asked for
        std::string refusal; ///< the status line, or the SOCKS code, to refuse with
    };

    loopback_proxy(const boost::asio::any_io_executor& executor, std::uint16_t target,
                   wish_type wish);

    std::uint16_t port() const;
    task<void> serve();

    std::vector<std::string> asked_for; ///< "host:port"

  private:
    using socket_type = boost::asio::ip::tcp::socket;

    task<bool> agree_http(socket_type& client);
    task<bool> agree_socks(socket_type& client);
    task<bool> check_socks_login(socket_type& client);
    task<void> forward(socket_type client);

    boost::asio::ip::tcp::acceptor acceptor_;
    std::uint16_t target_;
    wish_type wish_;
};

/// Runs the client while the servers serve.
task<void> while_serving(task<void> client, std::vector<task<void>> servers);

} // namespace argocdpp::tests
