#include <argocdpp/error.hpp>
#include <argocdpp/settings.hpp>

#include <doctest/doctest.h>

using namespace argocdpp;

namespace {

struct server_case {
    const char* text;
    const char* authority;
    const char* root_path = "";
    std::optional<bool> plain_text = std::nullopt;
};

} // namespace

TEST_CASE("a server's address is read in every spelling") {
    const server_case cases[] = {
        {"argocd.example.com", "argocd.example.com:443"},
        {"localhost:8080", "localhost:8080"},
        {"10.0.0.1", "10.0.0.1:443"},
        {"[::1]:8080", "[::1]:8080"},
        {"[::1]", "[::1]:443"},
        {"::1", "[::1]:443"},
        {"fe80::1%eth0", "[fe80::1%eth0]:443"},
        {"https://a.example", "a.example:443", "", false},
        {"HTTPS://a.example/", "a.example:443", "", false},
        {"https://a.example/argo", "a.example:443", "/argo", false},
        {"https://a.example:8443/x/argo//", "a.example:8443", "/x/argo", false},
        {"http://a.example", "a.example:80", "", true},
        {"http://[::1]:8080/argo", "[::1]:8080", "/argo", true},
        {"a.example/argo", "a.example:443", "/argo"},
    };
    for (const server_case& each : cases) {
        CAPTURE(each.text);
        std::optional<bool> plain_text;
        const server_address address = parse_server(each.text, plain_text);
        CHECK(address.authority() == each.authority);
        CHECK(address.root_path == each.root_path);
        CHECK(plain_text == each.plain_text);
    }
}

TEST_CASE("an address without a scheme leaves the choice of plain text alone") {
    std::optional<bool> plain_text = true;
    parse_server("a.example", plain_text);
    CHECK(plain_text == true);
}

TEST_CASE("what is no server's address is refused by name") {
    const char* texts[] = {
        "",      ":443",     "a:0",        "a:65536", "a:99999", "a:",         "a:http", "a:1:2",
        "a b",   "ftp://a",  "[::1",       "[::1]x",  "[a]:1",   "user@a",     "a?x=1",  "a/b?c",
        "a/b#c", "https://", "https:///x", "a\r\nb",  "[::1]:x", "http://a:b/"};
    for (const char* text : texts) {
        CAPTURE(text);
        std::optional<bool> plain_text;
        std::string message;
        try {
            parse_server(text, plain_text);
        } catch (const error& refused) {
            message = refused.what();
            CHECK(refused.kind == error_kind::local);
        }
        CHECK(message.find("\"" + std::string(text) + "\"") != std::string::npos);
    }
}

TEST_CASE("gRPC codes have Go's names and come from HTTP where no body named one") {
    CHECK(grpc_code_name(7) == "PermissionDenied");
    CHECK(grpc_code_name(16) == "Unauthenticated");
    CHECK(grpc_code_name(1) == "Canceled");
    CHECK(grpc_code_name(99) == "Code(99)");
    CHECK(grpc_code_name(-1) == "Code(-1)");
    CHECK(grpc_code_of_http(401) == 16);
    CHECK(grpc_code_of_http(502) == 14);
    CHECK(grpc_code_of_http(418) == 2);
    CHECK(rpc_error_text(5, "no") == "rpc error: code = NotFound desc = no");
}
