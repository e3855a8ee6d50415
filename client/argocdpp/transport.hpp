#pragma once
// The seam between what is asked (rest.hpp) and how it travels (http/): one exchange, or one
// stream.
//
// An HTTP 404 is a finished exchange here; making errors of statuses is the caller's part.
// Implementations throw `error` of kind unreachable, tls, lost, timeout or protocol.

#include <argocdpp/task.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace argocdpp {

using header_list = std::vector<std::pair<std::string, std::string>>;

/// A body that is made while it is sent, because it would be large in one piece.
class body_source {
  public:
    virtual ~body_source() = default;
    /// How long it is in all.
    virtual std::size_t size() const = 0;
    /// Back to its start; called before each attempt to send it.
    virtual void rewind() = 0;
    /// The next piece, good until the next call; empty at the end.
    virtual std::string_view next() = 0;
};

struct http_request {
    std::string method = "GET";
    std::string target; ///< path and query, encoded, from the server's root
    header_list headers;
    std::string body;
    body_source* upload = nullptr; ///< sent instead of `body`; outlives the call
    bool is_read = false;          ///< may be sent again whatever its method, as a GET may
    /// Longest silence before the call counts as dead; zero means none.
    duration idle_limit = std::chrono::seconds(60);
};

struct http_head {
    int status = 0;
    header_list headers;

    /// The first value of a header, by case-insensitive name; empty where there is none.
    std::string_view header(std::string_view name) const;
};

/// Receives a body as it arrives, already de-chunked and unpacked.
class body_sink {
  public:
    virtual ~body_sink() = default;
    /// The head of the answer, before any write.
    virtual void begin(const http_head& head) = 0;
    virtual void write(std::string_view piece) = 0;
};

/// Pieces of a body that has no end in sight.
class body_stream {
  public:
    virtual ~body_stream() = default;
    virtual const http_head& head() const = 0;
    /// The next piece, in whatever size it came; nothing at the end of the body.
    /// Throws `error` of kind lost, timeout or protocol. Cancelling it closes the stream.
    virtual task<std::optional<std::string>> next() = 0;
};

class transport {
  public:
    virtual ~transport() = default;
    /// One request and its whole answer, over a connection that is kept for the next one.
    /// Returns when the body has ended.
    virtual task<http_head> exchange(http_request request, body_sink& sink) = 0;
    /// A request whose answer is read piece by piece, over a connection of its own.
    virtual task<std::unique_ptr<body_stream>> open(http_request request) = 0;
};

} // namespace argocdpp
