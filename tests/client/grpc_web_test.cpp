#include "grpc_web.hpp"

#include <doctest/doctest.h>

#include <random>

namespace argocdpp {
namespace {

using namespace std::string_literals;
using grpc_web::answer_sink;
using grpc_web::frame;

constexpr std::size_t limit = 1 << 20;

std::string trailers(const std::string& text) {
    auto made = frame(text);
    made[0] = static_cast<char>(0x80);
    return made;
}

http_head head_of(header_list more = {}, std::string_view type = "application/grpc-web+proto") {
    http_head head{200, {{"Content-Type", std::string(type)}}};
    head.headers.insert(head.headers.end(), more.begin(), more.end());
    return head;
}

/// The message of an answer that comes in these pieces.
std::string message_of(const std::vector<std::string>& pieces, const http_head& head = head_of()) {
    answer_sink sink("POST /s/M", limit);
    sink.begin(head);
    for (const auto& piece : pieces)
        sink.write(piece);
    sink.check(head, "a.secret.b");
    return sink.take_message();
}

error failure_of(const std::vector<std::string>& pieces, const http_head& head = head_of()) {
    try {
        message_of(pieces, head);
    } catch (const error& caught) {
        return caught;
    }
    FAIL("no error");
    throw std::logic_error("unreachable");
}

} // namespace

TEST_CASE("gRPC-Web: a frame is a zero, the length, and the message") {
    CHECK(frame("") == "\0\0\0\0\0"s);
    CHECK(frame("abc") == "\0\0\0\0\3abc"s);
    CHECK(frame(std::string(0x10203, 'x')).starts_with("\0\0\1\2\3x"s));
}

TEST_CASE("gRPC-Web: an answer reads equal wherever it is cut") {
    const auto whole = frame("the message") + trailers("grpc-status: 0\r\ngrpc-message: \r\n");
    for (std::size_t first = 0; first <= whole.size(); ++first)
        for (std::size_t second = first; second <= whole.size(); ++second)
            CHECK(message_of({whole.substr(0, first), whole.substr(first, second - first),
                              whole.substr(second)}) == "the message");
    std::vector<std::string> bytes;
    for (const char c : whole)
        bytes.emplace_back(1, c);
    CHECK(message_of(bytes) == "the message");
    CHECK(message_of({frame("") + trailers("Grpc-Status:0")}).empty());
}

TEST_CASE("gRPC-Web: a sink that is begun again forgets what came") {
    answer_sink sink("POST /s/M", limit);
    sink.begin(head_of());
    sink.write(frame("old") + "\0\0"s);
    sink.begin(head_of());
    sink.write(frame("new") + trailers("grpc-status: 0\r\n"));
    sink.check(head_of(), "");
    CHECK(sink.take_message() == "new");
}

TEST_CASE("gRPC-Web: a refusal is the same in trailers and in headers") {
    const auto in_trailers =
        failure_of({trailers("grpc-status: 7\r\ngrpc-message: permission%20denied%21\r\n")});
    const auto in_headers =
        failure_of({}, head_of({{"Grpc-Status", "7"}, {"Grpc-Message", "permission%20denied%21"}}));
    for (const auto& refusal : {in_trailers, in_headers}) {
        CHECK(refusal.what() == "rpc error: code = PermissionDenied desc = permission denied!"s);
        CHECK(refusal.kind == error_kind::denied);
        CHECK(refusal.grpc_code == 7);
        CHECK(refusal.http_status == 403);
        CHECK(refusal.server_text == "permission denied!");
    }
    CHECK(failure_of({frame("x") + trailers("grpc-status: 2\r\n")}).what() ==
          "rpc error: code = Unknown desc = "s);
}

TEST_CASE("gRPC-Web: each code is the kind that the gateway's status for it is") {
    for (const auto& [code, kind] :
         {std::pair{1, error_kind::unavailable}, std::pair{3, error_kind::invalid},
          std::pair{5, error_kind::not_found}, std::pair{6, error_kind::conflict},
          std::pair{8, error_kind::unavailable}, std::pair{9, error_kind::invalid},
          std::pair{12, error_kind::server}, std::pair{13, error_kind::server},
          std::pair{14, error_kind::unavailable}, std::pair{16, error_kind::unauthenticated},
          std::pair{99, error_kind::server}})
        CHECK(failure_of({}, head_of({{"grpc-status", std::to_string(code)}})).kind == kind);
}

TEST_CASE("gRPC-Web: what is no escape in a message stays, and a token is masked") {
    const auto said = [](const std::string& message) {
        return failure_of({}, head_of({{"Grpc-Status", "2"}, {"Grpc-Message", message}}))
            .server_text;
    };
    CHECK(said("100%") == "100%");
    CHECK(said("%4") == "%4");
    CHECK(said("%zz%41") == "%zzA");
    CHECK(said("%C3%BC%0A") == "ü\n");
    CHECK(said("bad a.secret.b") == "bad ***");
}

TEST_CASE("gRPC-Web: an answer without its end is one to ask for again") {
    for (const auto& cut :
         {frame("x"), frame("x").substr(0, 3), frame("x") + trailers("grpc-status: 0").substr(0, 9),
          ""s, frame("x") + trailers("something: else")}) {
        const auto failure = failure_of({cut});
        CHECK(failure.kind == error_kind::unavailable);
        CHECK(failure.what() == "rpc error: code = Unavailable desc = the answer ended too early"s);
    }
}

TEST_CASE("gRPC-Web: answers of others are told in one line") {
    const auto said = [](int status, std::string_view type, const std::string& body) {
        http_head head{status, {{"Content-Type", std::string(type)}}};
        const std::string text = failure_of({body}, head).what();
        CHECK(text.find('\n') == std::string::npos);
        return text;
    };
    CHECK(said(200, "text/html", "<html>") ==
          "POST /s/M: the server answered with a web page instead of JSON; is there a login page "
          "in front of it?");
    CHECK(said(200, "application/json", "{}") ==
          "POST /s/M: the answer is no gRPC-Web but application/json; does a proxy stand before "
          "the server?");
    CHECK(said(415, "text/plain", "Invalid content type\n") ==
          "rpc error: code = Unknown desc = unexpected HTTP status 415: Invalid content type");
    CHECK(said(404, "text/plain", "404 page not found\n") ==
          "rpc error: code = NotFound desc = unexpected HTTP status 404: 404 page not found");
    CHECK(said(502, "text/html", "<html>\n") ==
          "rpc error: code = Unavailable desc = unexpected HTTP status 502");
}

TEST_CASE("gRPC-Web: frames that nobody can mean are refused") {
    const auto said = [](const std::string& bytes) {
        const auto failure = failure_of({bytes});
        CHECK(failure.kind == error_kind::protocol);
        return std::string(failure.what());
    };
    CHECK(said("\1\0\0\0\1x"s) == "POST /s/M: a packed message, which nobody asked for");
    CHECK(said("<html>") == "POST /s/M: the answer is no gRPC-Web");
    CHECK(said("\0\xff\0\0\0"s) == "POST /s/M: a message of 4080 MiB is too long");
    CHECK(said(frame("a") + frame("b")) == "POST /s/M: more than one message");
    CHECK(said(trailers("grpc-status: 0\r\n")) == "POST /s/M: an answer without a message");
}

TEST_CASE("gRPC-Web: no bytes do harm") {
    std::minstd_rand random(7);
    for (int round = 0; round < 20000; ++round) {
        std::string bytes = round % 2 ? frame("abc") + trailers("grpc-status: 0\r\n") : "";
        for (auto left = random() % 24; left > 0; --left)
            bytes += static_cast<char>(random() % 4 ? random() % 256 : random() % 3);
        if (!bytes.empty())
            bytes[random() % bytes.size()] = static_cast<char>(random());
        std::vector<std::string> pieces;
        for (std::size_t at = 0; at < bytes.size();) {
            const auto size = 1 + random() % 7;
            pieces.push_back(bytes.substr(at, size));
            at += size;
        }
        try {
            message_of(pieces);
        } catch (const error& failure) {
            CHECK(failure.sent);
        }
        grpc_web::status_of_trailers(bytes);
    }
}

} // namespace argocdpp
