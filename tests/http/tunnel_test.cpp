#include "http/tunnel.hpp"
#include "loopback.hpp"
#include "scripted_stream.hpp"

#include <argocdpp/error.hpp>

#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>
#include <doctest/doctest.h>

using namespace argocdpp;
using namespace argocdpp::tests;

namespace {

struct text_sink final : public body_sink {
    void begin(const http_head&) override {}
    void write(std::string_view piece) override { text += piece; }
    std::string text;
};

struct journey {
    loopback_proxy::wish_type proxy;
    std::string scheme = "http://";
    std::string login;
    std::string host = "argocd.test";
    bool plain_text = false;

    std::string text; ///< the body, or the error
    std::string asked_for;
    std::string request;
};

task<void> call(transport& network, journey& way) {
    http_request request;
    request.target = "/api/version";
    text_sink sink;
    co_await network.exchange(std::move(request), sink);
    way.text = sink.text;
}

std::string without_port(std::string text, std::uint16_t port) {
    const std::string number = ":" + std::to_string(port);
    for (std::size_t at = 0; (at = text.find(number, at)) != std::string::npos;)
        text.replace(at, number.size(), ":PORT");
    return text;
}

task<int> travel(journey& way) {
    const boost::asio::any_io_executor executor = co_await boost::asio::this_coro::executor;
    certificate_wish names;
    names.names = "DNS:argocd.test,DNS:localhost";
    server_wish wish;
    if (!way.plain_text)
        wish.tls = make_identity(names);
    loopback_server server(executor, wish);
    loopback_proxy proxy(executor, server.port(), way.proxy);
    client_settings settings;
    settings.server.host = way.host;
    settings.server.port = 7443;
    settings.plain_text = way.plain_text;
    if (wish.tls)
        settings.tls.extra_authorities = wish.tls->certificate;
    settings.proxy.all = way.scheme + way.login + "127.0.0.1:" + std::to_string(proxy.port());
    const auto network = make_network_transport(settings, argocdpp::system_clock());
    std::vector<task<void>> servers;
    servers.push_back(server.serve());
    servers.push_back(proxy.serve());
    try {
        co_await while_serving(call(*network, way), std::move(servers));
    } catch (const error& failure) {
        CHECK_FALSE(failure.sent);
        way.text = without_port(failure.what(), proxy.port());
    }
    if (!proxy.asked_for.empty())
        way.asked_for = proxy.asked_for.back();
    if (!server.requests.empty())
        way.request = server.requests.back();
    co_return 0;
}

journey travelled(journey way) {
    run(travel(way));
    CHECK(way.text.find("secret") == std::string::npos);
    return way;
}

} // namespace

TEST_CASE("an HTTP proxy is asked to CONNECT, and resolves the name") {
    const journey way = travelled({});
    CHECK(way.text == "hello");
    CHECK(way.asked_for == "argocd.test:7443");
}

TEST_CASE("an HTTP proxy gets the login of its address") {
    journey way;
    way.login = "me:s%65cret@";
    way.proxy.login = "Basic bWU6c2VjcmV0";
    CHECK(travelled(way).text == "hello");
    way.login = "me:not-secret@";
    CHECK(travelled(way).text ==
          "error dial proxy: proxy http://127.0.0.1:PORT: 407 Proxy Authentication Required");
}

TEST_CASE("a proxy that is none says so") {
    journey way;
    way.proxy.refusal = "SSH-2.0-OpenSSH\x07";
    CHECK(travelled(way).text == "error dial proxy: proxy http://127.0.0.1:PORT: malformed HTTP "
                                 "response \"SSH-2.0-OpenSSH?\"");
}

TEST_CASE("a SOCKS proxy resolves the name, and gets the login of its address") {
    journey way;
    way.scheme = "socks5h://";
    way.proxy.is_socks = true;
    CHECK(travelled(way).text == "hello");
    CHECK(travelled(way).asked_for == "argocd.test:7443");
    way.proxy.login = "me:secret";
    CHECK(travelled(way).text == "error dial proxy: socks connect tcp 127.0.0.1:PORT->argocd.test:"
                                 "7443: no acceptable authentication methods");
    way.login = "me:s%65cret@";
    CHECK(travelled(way).text == "hello");
    way.login = "me:not-secret@";
    CHECK(travelled(way).text == "error dial proxy: socks connect tcp 127.0.0.1:PORT->argocd.test:"
                                 "7443: username/password authentication failed");
}

TEST_CASE("a SOCKS proxy's refusal is told as Go tells it") {
    journey way;
    way.scheme = "socks5h://";
    way.proxy.is_socks = true;
    way.proxy.refusal = "\x05";
    CHECK(travelled(way).text == "error dial proxy: socks connect tcp 127.0.0.1:PORT->argocd.test:"
                                 "7443: unknown error connection refused");
}

TEST_CASE("a socks5 proxy gets the name where nobody here knows it") {
    journey way;
    way.scheme = "socks5://";
    way.proxy.is_socks = true;
    way.host = "10.1.2.3.argocd.invalid";
    CHECK(travelled(way).asked_for == "10.1.2.3.argocd.invalid:7443");
    way.host = "10.1.2.3";
    CHECK(travelled(way).asked_for == "32 bits:7443");
}

TEST_CASE("plain text goes through an HTTP proxy as whole URLs with the login") {
    const auto forward = [](journey& way) -> task<int> {
        const boost::asio::any_io_executor executor = co_await boost::asio::this_coro::executor;
        const server_wish wish;
        loopback_server proxy(executor, wish);
        client_settings settings;
        settings.server.host = "argocd.test";
        settings.server.port = 8080;
        settings.plain_text = true;
        settings.proxy.http = "http://me:secret@127.0.0.1:" + std::to_string(proxy.port());
        const auto network = make_network_transport(settings, argocdpp::system_clock());
        std::vector<task<void>> servers;
        servers.push_back(proxy.serve());
        co_await while_serving(call(*network, way), std::move(servers));
        way.request = proxy.requests.at(0);
        co_return 0;
    };
    journey way;
    run(forward(way));
    CHECK(way.text == "hello");
    CHECK(way.request.find("GET http://argocd.test:8080/api/version HTTP/1.1\r\n"
                           "Host: argocd.test:8080\r\n") == 0);
    CHECK(way.request.find("Proxy-Authorization: Basic bWU6c2VjcmV0\r\n") != std::string::npos);
}

TEST_CASE("asking a proxy ends in a way through or an error wherever the network fails") {
    const auto scenario = [](faults& plan) {
        CAPTURE(plan.kind);
        CAPTURE(plan.at);
        http::proxy_address address;
        address.has_user = true;
        address.user = "me";
        address.password = "secret";
        const stream_script connect = {sends("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n"
                                             "Proxy-Authorization: Basic bWU6c2VjcmV0\r\n\r\n"),
                                       gets("HTTP/1.0 200 OK\r\n\r\n")};
        const stream_script socks = {sends(std::string("\x05\x02\x00\x02", 4)),
                                     gets("\x05\x02"),
                                     sends("\x01\x02me\x06secret"),
                                     gets(std::string("\x01\x00", 2)),
                                     sends(std::string("\x05\x01\x00\x03\x01"
                                                       "a\x00\x01",
                                                       8)),
                                     gets(std::string("\x05\x00\x00\x03\x01z\x00\x00", 8))};
        fake_clock clock;
        scripted_stream http_proxy(clock, connect, plan);
        scripted_stream socks_proxy(clock, socks, plan);
        const auto ask = [](http::byte_stream& first, http::byte_stream& second,
                            const http::proxy_address& login) -> task<void> {
            const std::string authority = "a:1";
            const std::string host = "a";
            co_await http::connect_through(first, login, authority);
            co_await http::socks_through(second, login, host, 1);
        };
        const auto run_it = [&] { clock.run(ask(http_proxy, socks_proxy, address)); };
        if (plan.kind == faults::none) {
            run_it();
            CHECK(http_proxy.is_finished());
            CHECK(socks_proxy.is_finished());
        } else if (plan.kind == faults::cancelled) {
            CHECK_THROWS_AS(run_it(), boost::system::system_error);
        } else {
            CHECK_THROWS_AS(run_it(), error);
        }
    };
    at_every_step(scenario);
}
