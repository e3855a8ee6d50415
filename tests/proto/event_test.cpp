#include "recordings.hpp"
#include "rewritten.hpp"

#include <argocdpp/proto/event.hpp>

#include <doctest/doctest.h>

using namespace argocdpp::proto;
using namespace argocdpp::proto::test;

TEST_CASE("a message of the stream of applications is an event") {
    const auto message = read_as<application_stream_message>(recorded_messages().front().text);
    REQUIRE(message.result);
    CHECK_FALSE(message.error.has_value());
    CHECK(message.result->type == event_type::added);
    CHECK(message.result->application.metadata.name == "hooks");
}

TEST_CASE("a message of a stream may be an error") {
    const auto message = read_as<application_stream_message>(
        R"({"error":{"grpc_code":7,"http_code":403,"message":"permission denied",)"
        R"("http_status":"x"}})");
    CHECK_FALSE(message.result.has_value());
    REQUIRE(message.error);
    CHECK(message.error->grpc_code == 7);
    CHECK(message.error->http_code == 403);
    CHECK(message.error->message == "permission denied");
}

TEST_CASE("the gateway's error is read from its names") {
    const auto failure = read_as<gateway_error>(R"({"error":"e","code":16,"message":"m"})");
    CHECK(failure.error == "e");
    CHECK(failure.code == 16);
    CHECK(failure.message == "m");
}
