#include "http/proxy.hpp"

#include <argocdpp/error.hpp>

#include <doctest/doctest.h>

using namespace argocdpp;
using namespace argocdpp::http;

namespace {

std::string chosen(const proxy_settings& settings, bool plain_text, const std::string& host,
                   std::uint16_t port = 443) {
    const server_address target = {host, port, ""};
    const auto proxy = choose_proxy(settings, plain_text, target);
    return proxy ? proxy->text() : "direct";
}

} // namespace

TEST_CASE("the way to the target decides which proxy variable counts") {
    proxy_settings settings;
    settings.http = "http://plain:1";
    settings.https = "tls.proxy:2";
    settings.all = "socks5://all:3";
    CHECK(chosen(settings, true, "a.test") == "http://plain:1");
    CHECK(chosen(settings, false, "a.test") == "http://tls.proxy:2");
    settings.http = settings.https = "";
    CHECK(chosen(settings, true, "a.test") == "socks5://all:3");
    CHECK(chosen(settings, false, "a.test") == "socks5://all:3");
    settings.all = "";
    CHECK(chosen(settings, false, "a.test") == "direct");
}

TEST_CASE("localhost and loopback addresses never go through a proxy") {
    proxy_settings settings;
    settings.all = "http://p:1";
    for (const char* host : {"localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "::1"})
        CHECK(chosen(settings, false, host) == "direct");
    CHECK(chosen(settings, false, "10.0.0.1") == "http://p:1");
}

TEST_CASE("NO_PROXY exempts hosts, suffixes, blocks, ports and everything") {
    CHECK(is_exempt("*", "a.test", 443));
    CHECK(is_exempt("b.test, a.test ", "a.test", 443));
    CHECK(is_exempt("A.Test", "a.tEST", 443));
    CHECK(is_exempt("test", "a.test", 443));
    CHECK(is_exempt("test", "test", 443));
    CHECK_FALSE(is_exempt("test", "atest", 443));
    CHECK(is_exempt(".test", "a.test", 443));
    CHECK_FALSE(is_exempt(".test", "test", 443));
    CHECK(is_exempt("*.test", "a.test", 443));
    CHECK_FALSE(is_exempt("*.test", "test", 443));
    CHECK(is_exempt("a.test:8080", "a.test", 8080));
    CHECK_FALSE(is_exempt("a.test:8080", "a.test", 443));
    CHECK(is_exempt("10.0.0.0/8", "10.1.2.3", 443));
    CHECK_FALSE(is_exempt("10.0.0.0/8", "11.1.2.3", 443));
    CHECK_FALSE(is_exempt("10.0.0.0/8", "a.test", 443));
    CHECK(is_exempt("fd00::/8", "fd00::7", 443));
    CHECK_FALSE(is_exempt("fd00::/8", "10.0.0.1", 443));
    CHECK(is_exempt("10.1.2.3", "10.1.2.3", 443));
    CHECK(is_exempt("[fd00::7]:443", "fd00:0::7", 443));
    CHECK_FALSE(is_exempt("10.1.2.3:80", "10.1.2.3", 443));
    CHECK_FALSE(is_exempt("", "a.test", 443));
    CHECK_FALSE(is_exempt(",, ,:80,/,10.0.0.0/99,[,[]", "a.test", 443));
    CHECK_FALSE(is_exempt(",, ,:80,/,10.0.0.0/99,[,[]", "10.0.0.1", 443));
}

TEST_CASE("a proxy's address is read with its scheme, port and login") {
    const proxy_address proxy = parse_proxy("socks5h://us%65r:p%40ss%3Aw@proxy.test:9/path");
    CHECK(proxy.scheme == proxy_address::socks5h);
    CHECK(proxy.host == "proxy.test");
    CHECK(proxy.port == 9);
    CHECK(proxy.user == "user");
    CHECK(proxy.password == "p@ss:w");
    CHECK(proxy.text() == "socks5h://proxy.test:9");
    CHECK(parse_proxy("proxy.test").text() == "http://proxy.test:80");
    CHECK(parse_proxy("HTTPS://[::1]").text() == "https://[::1]:443");
    CHECK(parse_proxy("socks5://[::1]:7").text() == "socks5://[::1]:7");
    CHECK(parse_proxy(" socks5://p ").port == 1080);
}

TEST_CASE("the login of a proxy is sent as basic authorization") {
    CHECK(parse_proxy("http://Aladdin:open%20sesame@p").authorization() ==
          "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    CHECK(parse_proxy("http://a@p").authorization() == "Basic YTo=");
    CHECK(parse_proxy("http://a:b@p").authorization() == "Basic YTpi");
    CHECK(parse_proxy("http://p").authorization().empty());
}

TEST_CASE("a proxy's address that cannot be read is refused without its login") {
    for (const char* text :
         {"http://me:secret@", "ftp://me:secret@p", "http://me:secret@p:x", "http://me:secret@p:0",
          "http://me:secret@:80", "http://me:secret@[", "http://"}) {
        CAPTURE(text);
        std::string message;
        try {
            parse_proxy(text);
        } catch (const error& refused) {
            message = refused.what();
        }
        CHECK_FALSE(message.empty());
        CHECK(message.find("secret") == std::string::npos);
    }
}
