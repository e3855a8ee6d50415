#include "tunnel.hpp"

#include <argocdpp/error.hpp>

#include <boost/asio/ip/address.hpp>

#include <array>

namespace argocdpp::http {

namespace {

[[noreturn]] void fail(const std::string& why) { throw error(error_kind::unreachable, why); }

/// Only these bytes: what follows belongs to the connection behind the proxy.
task<std::string> read_exactly(byte_stream& stream, std::size_t size) {
    std::string bytes(size, '\0');
    std::size_t got = 0;
    while (got < size) {
        const std::size_t more = co_await stream.read_some(bytes.data() + got, size - got);
        if (more == 0)
            fail("EOF");
        got += more;
    }
    co_return bytes;
}

/// Up to the blank line, byte by byte for the same reason.
task<std::string> read_reply_head(byte_stream& stream) {
    constexpr std::size_t limit = 16 << 10;
    std::string head;
    while (head.size() < limit) {
        head += co_await read_exactly(stream, 1);
        if (head.size() >= 4 && head.compare(head.size() - 4, 4, "\r\n\r\n") == 0)
            co_return head;
    }
    fail("malformed HTTP response");
}

std::string printable(std::string text) {
    for (char& c : text)
        if (static_cast<unsigned char>(c) < ' ' || c == '\x7f')
            c = '?';
    return text;
}

const char* socks_reply_text(unsigned char code) {
    static constexpr std::array texts = {
        "succeeded",
        "general SOCKS server failure",
        "connection not allowed by ruleset",
        "network unreachable",
        "host unreachable",
        "connection refused",
        "TTL expired",
        "command not supported",
        "address type not supported",
    };
    return code < texts.size() ? texts[code] : "unknown code";
}

std::string socks_address(const std::string& host) {
    boost::system::error_code is_name;
    const auto address = boost::asio::ip::make_address(host, is_name);
    if (is_name && host.size() > 255)
        fail("FQDN too long");
    std::string result;
    if (is_name) {
        result += '\x03';
        result += static_cast<char>(host.size());
        result += host;
    } else if (address.is_v4()) {
        const auto bytes = address.to_v4().to_bytes();
        result += '\x01';
        result.append(bytes.begin(), bytes.end());
    } else {
        const auto bytes = address.to_v6().to_bytes();
        result += '\x04';
        result.append(bytes.begin(), bytes.end());
    }
    return result;
}

task<void> log_in(byte_stream& proxy, const proxy_address& address) {
    if (address.user.empty() || address.user.size() > 255 || address.password.size() > 255)
        fail("invalid username/password");
    std::string login = "\x01";
    login += static_cast<char>(address.user.size());
    login += address.user;
    login += static_cast<char>(address.password.size());
    login += address.password;
    co_await proxy.write_all(login);
    const std::string reply = co_await read_exactly(proxy, 2);
    if (reply[1] != 0)
        fail("username/password authentication failed");
}

task<void> agree_on_method(byte_stream& proxy, const proxy_address& address) {
    const std::string none_only("\x05\x01\x00", 3);
    const std::string none_or_login("\x05\x02\x00\x02", 4);
    co_await proxy.write_all(address.has_user ? none_or_login : none_only);
    const std::string reply = co_await read_exactly(proxy, 2);
    if (reply[0] != 5)
        fail("unexpected protocol version " + std::to_string(static_cast<unsigned char>(reply[0])));
    if (reply[1] == 2 && address.has_user)
        co_await log_in(proxy, address);
    else if (reply[1] != 0)
        fail("no acceptable authentication methods");
}

} // namespace

task<void> connect_through(byte_stream& proxy, const proxy_address& address,
                           const std::string& authority) {
    std::string request = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n";
    if (address.has_user)
        request += "Proxy-Authorization: " + address.authorization() + "\r\n";
    request += "\r\n";
    co_await proxy.write_all(request);

    const std::string head = co_await read_reply_head(proxy);
    const std::string line = head.substr(0, head.find_first_of("\r\n"));
    if (line.compare(0, 7, "HTTP/1.") != 0 || line.size() < 12)
        fail("malformed HTTP response \"" + printable(line.substr(0, 80)) + "\"");
    if (line.compare(9, 1, "2") != 0)
        fail(printable(line.substr(9, 200)));
}

task<void> socks_through(byte_stream& proxy, const proxy_address& address, const std::string& host,
                         std::uint16_t port) {
    std::string request("\x05\x01\x00", 3);
    request += socks_address(host);
    request += static_cast<char>(port >> 8);
    request += static_cast<char>(port & 255);
    co_await agree_on_method(proxy, address);
    co_await proxy.write_all(request);

    const std::string reply = co_await read_exactly(proxy, 4);
    if (reply[0] != 5)
        fail("unexpected protocol version " + std::to_string(static_cast<unsigned char>(reply[0])));
    if (reply[1] != 0)
        fail(std::string("unknown error ") +
             socks_reply_text(static_cast<unsigned char>(reply[1])));
    std::size_t left = 2;
    if (reply[3] == 1)
        left += 4;
    else if (reply[3] == 4)
        left += 16;
    else if (reply[3] == 3)
        left += static_cast<unsigned char>((co_await read_exactly(proxy, 1))[0]);
    else
        fail("unknown address type");
    co_await read_exactly(proxy, left);
}

} // namespace argocdpp::http
