#pragma once
// Messages of the server's streams, and the body of its errors.

#include <argocdpp/proto/application.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace argocdpp::proto {

namespace event_type {
inline constexpr std::string_view added = "ADDED", modified = "MODIFIED", deleted = "DELETED";
}

/// One change of an application.
struct application_event {
    std::string type;
    proto::application application;
    any rest;
};

/// The gateway's error body: `{"error":…, "code":…, "message":…}`.
struct gateway_error {
    std::string error;
    std::string message;
    long long code = 0; ///< gRPC status code
    any rest;
};

/// The error that a stream carries: `{"error":{"grpc_code":…, "http_code":…, "message":…}}`.
struct stream_error {
    long long grpc_code = 0;
    long long http_code = 0;
    std::string message;
    any rest;
};

/// One message of a stream: a result or an error, never both.
struct application_stream_message {
    std::optional<application_event> result;
    std::optional<stream_error> error;
    any rest;
};

} // namespace argocdpp::proto
