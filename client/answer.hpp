#pragma once
// What an answer of the server means: a value, or the error that says why there is none.
//
// Errors keep the server's words; a token that a server or a firewall quotes is masked in them.

#include <argocdpp/error.hpp>
#include <argocdpp/proto/codec.hpp>
#include <argocdpp/proto/event.hpp>
#include <argocdpp/proto/json.hpp>
#include <argocdpp/transport.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace argocdpp {

bool is_success(const http_head& head);
bool is_redirect(const http_head& head);
/// Whether somebody in front of Argo CD, or its user interface, answered.
bool is_web_page(const http_head& head);

/// An answer that is not what Argo CD sends.
error protocol_error(std::string_view request, std::string_view what);

/// A document as a struct of the wire model; throws `error` (protocol) that names what does not
/// fit.
template<class T>
T decoded(proto::any document, std::string_view request) {
    try {
        return proto::decode<T>(std::move(document));
    } catch (const proto::format_error& problem) {
        throw protocol_error(request.substr(0, request.find('?')),
                             std::string("unexpected answer: ") + problem.what());
    }
}

/// A body as a document; throws `error` (protocol).
proto::any parsed(std::string_view body, std::string_view request);

/// A text as it stands in a JSON body, without the quotes: there a key of several lines is one.
std::string in_json(const std::string& text);

/// The text with "***" for the secret, as it is and as in_json, wherever a server or a firewall
/// quotes it.
std::string without(std::string text, std::string_view secret);

/// The instant of a Date header, in seconds since 1970.
std::optional<std::int64_t> http_time(std::string_view date);

/// The error that a stream carries, of `kind` where it is none of the login.
error error_of_stream(const proto::stream_error& failure, error_kind kind,
                      std::string_view request);
/// The same of an error's words: some firewalls quote the request that they refuse, and messages
/// end up in logs.
error without(const error& failure, std::string_view secret);

/// The token in an answer; throws `error` (protocol) where there is none.
std::string token_in(const proto::any& answer, std::string_view request);

/// The error that a gRPC code means, with the HTTP status that goes with it.
error error_of_rpc(int status, int code, std::string_view words, std::string_view request);

/// The error that an answer of the server means. `request` is "GET /path".
error error_of_answer(const http_head& head, std::string_view body, std::string_view request);

/// Throws unless the answer is a success that may be read as JSON. `body` is that of a failure.
void check_answer(const http_head& head, std::string_view body, std::string_view request,
                  std::string_view token);

/// Appends to the kept body of a failure, of which the beginning is enough.
void keep_failure(std::string& kept, std::string_view piece);

} // namespace argocdpp
