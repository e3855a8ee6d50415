#pragma once
// A transport that answers from a script instead of a network.
//
//     script server;
//     server.on("GET /api/version").json(R"({"Version":"v3.5.1"})");
//     server.on("GET /download/x").piece("abc").cut();
//     server.on("GET
//     /api/v1/stream/applications?name=a").piece(event).after(3s).piece(event).hang(); client
//     argocd(settings, {.time = clock, .connection = server.connection()});
//
// Requests match a stub by method and target, in the order the stubs were made; each stub answers
// once unless it says more. A request that nobody scripted fails the test, and so does a stub that
// nobody asked for: the script complains when it goes out of scope. It must outlive its transports.

#include <argocdpp/clock.hpp>
#include <argocdpp/error.hpp>
#include <argocdpp/transport.hpp>

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::tests {

/// What may happen to any request.
enum class fault {
    unreachable, ///< no connection; nothing was sent
    lost,        ///< the connection breaks before an answer
    cut,         ///< the connection breaks in the middle of the body
    timeout,     ///< no answer
};
inline constexpr fault every_fault[] = {fault::unreachable, fault::lost, fault::cut,
                                        fault::timeout};

/// What one request gets: a head, pieces of a body, and an end. Without more: 200 and nothing.
class stub {
  public:
    explicit stub(std::string_view request)
        : request_(request) {}

    stub& status(int code);
    stub& header(std::string_view name, std::string_view value);
    stub& piece(std::string_view text);
    /// A Content-Type and the whole text as one piece.
    stub& json(std::string_view text);
    /// The whole text in pieces of `size` bytes.
    stub& pieces_of(std::size_t size, std::string_view text);
    /// The next piece, or the end, comes so much later. Needs a script with a clock.
    stub& after(duration delay);
    // How it ends, if not with the end of the body.
    stub& cut();  ///< the connection breaks: `error` (lost)
    stub& hang(); ///< a head, pieces, silence: `error` (timeout) after the request's idle limit
    /// No answer at all.
    stub& fail(error_kind kind, std::string_view message = "scripted failure");
    stub& times(int count);
    stub& forever();
    /// Looks at the request that came, for CHECKs.
    stub& inspect(std::function<void(const http_request&)> look);

  private:
    friend class script;
    friend class scripted_body;
    struct step {
        duration delay = duration::zero();
        std::string text;
    };
    enum class ending { complete, cut, hang, failure };
    void suffer(fault what);

    std::string request_;
    http_head head_{.status = 200, .headers = {}};
    std::vector<step> steps_{1}; ///< the last one is the end
    ending ending_ = ending::complete;
    std::optional<error> failure_;
    int uses_left_ = 1;
    bool optional_ = false;
    std::function<void(const http_request&)> look_;
};

class script {
  public:
    explicit script(clock* time = nullptr)
        : time_(time) {}
    script(const script&) = delete;
    ~script();

    /// Scripts an answer to "METHOD /target".
    stub& on(std::string_view request);
    /// Hits the n-th request (from 0) with a fault, its stub unspent; stubs may then stay unused.
    void break_request(std::size_t index, fault what);

    std::unique_ptr<transport> connection();
    /// What came, in order.
    const std::vector<http_request>& requests() const { return requests_; }
    /// Requests nobody scripted and stubs nobody asked for, one a line.
    std::string complaints() const;

  private:
    friend class scripted_transport;
    stub take(const http_request& request);

    clock* time_;
    std::deque<stub> stubs_;
    std::vector<http_request> requests_;
    std::vector<std::string> unmatched_;
    std::optional<std::pair<std::size_t, fault>> fault_;
    bool has_answered_ = false;
};

} // namespace argocdpp::tests
