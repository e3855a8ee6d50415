#include <argocdpp/error.hpp>

#include <array>

namespace argocdpp {

std::string grpc_code_name(int code) {
    static constexpr std::array<const char*, 17> names = {
        "OK",
        "Canceled",
        "Unknown",
        "InvalidArgument",
        "DeadlineExceeded",
        "NotFound",
        "AlreadyExists",
        "PermissionDenied",
        "ResourceExhausted",
        "FailedPrecondition",
        "Aborted",
        "OutOfRange",
        "Unimplemented",
        "Internal",
        "Unavailable",
        "DataLoss",
        "Unauthenticated",
    };
    if (code >= 0 && static_cast<std::size_t>(code) < names.size())
        return names[static_cast<std::size_t>(code)];
    return "Code(" + std::to_string(code) + ")";
}

int grpc_code_of_http(int status) {
    switch (status) {
    case 200:
        return 0;
    case 400:
        return 3;
    case 401:
        return 16;
    case 403:
        return 7;
    case 404:
        return 5;
    case 408:
        return 4;
    case 409:
        return 10;
    case 412:
        return 9;
    case 429:
        return 8;
    case 499:
        return 1;
    case 500:
        return 13;
    case 501:
        return 12;
    case 502:
    case 503:
    case 504:
        return 14;
    default:
        return 2;
    }
}

int http_status_of_grpc(int code) {
    static constexpr std::array<int, 17> statuses = {200, 408, 500, 400, 504, 404, 409, 403, 429,
                                                     400, 409, 400, 501, 500, 503, 500, 401};
    const bool is_known = code >= 0 && static_cast<std::size_t>(code) < statuses.size();
    return is_known ? statuses[static_cast<std::size_t>(code)] : 500;
}

std::string rpc_error_text(int grpc_code, std::string_view text) {
    return "rpc error: code = " + grpc_code_name(grpc_code) + " desc = " + std::string(text);
}

} // namespace argocdpp
