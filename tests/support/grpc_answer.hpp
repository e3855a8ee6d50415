#pragma once
// Answers of gRPC-Web calls for scripts, and messages as tests write them.

#include "scripted_transport.hpp"

#include <string>
#include <string_view>

namespace argocdpp::tests {

/// A number as protobuf writes it.
inline std::string varint(std::size_t number) {
    std::string made;
    for (; number > 0x7f; number >>= 7)
        made += static_cast<char>((number & 0x7f) | 0x80);
    return made += static_cast<char>(number);
}

/// A text or a message as a field of a protobuf message.
inline std::string field(unsigned number, std::string_view value) {
    return varint(number << 3 | 2) + varint(value.size()).append(value);
}

inline std::string flag(unsigned number, bool value) { return varint(number << 3) + varint(value); }

/// A frame of gRPC-Web.
inline std::string grpc_frame(char flags, std::string_view content) {
    std::string made(1, flags);
    for (int shift = 24; shift >= 0; shift -= 8)
        made += static_cast<char>(content.size() >> shift & 0xff);
    return made.append(content);
}

/// A success with this message.
inline stub& answer_grpc(stub& answer, std::string_view message) {
    return answer.header("Content-Type", "application/grpc-web+proto")
        .piece(grpc_frame(0, message))
        .piece(grpc_frame('\x80', "grpc-status: 0\r\ngrpc-message: \r\n"));
}

/// A refusal at once.
inline stub& refuse_grpc(stub& answer, int code, std::string_view words) {
    return answer.header("Content-Type", "application/grpc-web+proto")
        .header("Grpc-Status", std::to_string(code))
        .header("Grpc-Message", words);
}

constexpr std::string_view manifests_call =
    "POST /application.ApplicationService/GetManifestsWithFiles";
constexpr std::string_view diff_call = "POST /application.ApplicationService/ServerSideDiff";

} // namespace argocdpp::tests
