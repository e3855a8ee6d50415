#pragma once
// The one error type of the library.
//
// Nothing in libargocdpp prints or exits: what ends a call is thrown as `error`, with properties to
// branch on rather than a hierarchy to catch. what() is the line a person should read, worded as
// the official CLI words it.

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>

namespace argocdpp {

/// What went wrong, as far as a caller can act on it.
enum class error_kind {
    cancelled,       ///< the caller gave up (a signal, an outer scope)
    timeout,         ///< nothing came within the time allowed
    unreachable,     ///< no connection: refused, unknown host, no route, a proxy's refusal
    tls,             ///< a connection, but no trust: certificate, host name, protocol
    lost,            ///< the connection broke after the request was begun
    unauthenticated, ///< 401
    denied,          ///< 403
    not_found,       ///< 404
    conflict,        ///< 409
    invalid,         ///< any other 4xx: the server understood and refused
    unavailable,     ///< 429, 502, 503, 504
    server,          ///< any other 5xx
    protocol,        ///< an answer that is not what Argo CD sends
    local,           ///< this machine: a file, a setting
};

class error : public std::runtime_error {
  public:
    error(error_kind what_kind, const std::string& message)
        : std::runtime_error(message)
        , kind(what_kind) {}

    error_kind kind;
    int http_status = 0;     ///< 0 where no answer came; of gRPC-Web, that of the code
    int grpc_code = -1;      ///< -1 where the answer named none
    std::string server_text; ///< the server's own words, without our wording around them
    std::string request; ///< "GET /api/v1/applications/x"; never a token, never a query's secrets
    std::chrono::seconds retry_after{0}; ///< as the server asked for; 0 where it did not
    /// No answer of this server was ever seen by this client, or nothing but redirects and pages of
    /// what stands in front of it.
    bool first_contact = false;
    bool sent = false; ///< at least one byte of the request may have reached the server
};

/// "PermissionDenied" for 7 and so on; "Code(99)" for a number gRPC does not define.
std::string grpc_code_name(int code);
/// The HTTP status as a gRPC code, where a body named none (a proxy's answer).
int grpc_code_of_http(int status);
/// The HTTP status that Argo CD's gateway has for a gRPC code.
int http_status_of_grpc(int code);
/// "rpc error: code = NotFound desc = …".
std::string rpc_error_text(int grpc_code, std::string_view text);

} // namespace argocdpp
