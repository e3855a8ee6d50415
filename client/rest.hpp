#pragma once
// Calls of the Argo CD API: paths and queries encoded, the token sent, answers made values or
// errors, transient failures of idempotent calls tried again, and calls that were refused for their
// token sent once more where there is another. The services are written on top of this.

#include "answer.hpp"
#include "api_path.hpp"
#include "event_stream.hpp"

#include <argocdpp/client_only.hpp>
#include <argocdpp/proto/any.hpp>
#include <argocdpp/transport.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace argocdpp {

class rest {
  public:
    /// The server sends a keep-alive every 15 s; three missed ones mean that a stream is dead.
    static constexpr auto stream_silence = std::chrono::seconds(45);

    rest(client_settings settings, client_world world);

    const client_settings& settings() const { return settings_; }
    clock& time() { return time_; }
    double random() { return random_(); }
    /// For what is not an API call (downloads). The target still needs the root path.
    transport& connection() { return *connection_; }
    /// For what is not an API call either.
    task<std::string> token() { return tokens_->current(); }
    /// The path as the server knows it, behind the root path.
    std::string target(std::string_view path) const {
        return settings_.server.root_path + std::string(path);
    }

    /// A GET that may be repeated. Throws `error`; a body that is no JSON is a `protocol` error.
    task<proto::any> get(api_path path);
    /// As get, with another limit of silence; zero is none.
    task<proto::any> get(api_path path, duration idle_limit);
    /// A GET read into a struct of the wire model.
    template<class T>
    task<T> get_as(api_path path) {
        const auto request = "GET " + path.text();
        auto document = co_await get(std::move(path));
        co_return decoded<T>(std::move(document), request);
    }
    /// A GET whose body goes to a sink as it arrives. `begin` is called again for each attempt;
    /// where `can_begin_again` says no, a body that broke off is not asked for once more.
    task<void> get(api_path path, body_sink& sink, std::function<bool()> can_begin_again = {});
    /// Sent once; repeated only where the request provably never left.
    task<proto::any> post(api_path path, const proto::any& body);
    task<proto::any> send_once(std::string method, api_path path, std::string body);
    /// As send_once, of a change that is called so: where its answer was lost, `error` (lost) says
    /// "the WHAT of SUBJECT was sent, …".
    task<proto::any> change_once(std::string method, api_path path, std::string body,
                                 std::string what, std::string subject);

    /// A gRPC-Web call that may be repeated: `messages` are its frames, the result is the one
    /// message of the answer. `method` is "application.ApplicationService/ServerSideDiff".
    task<std::string> call(std::string_view method, body_source& messages);

    /// Opens a stream of messages.
    task<std::unique_ptr<event_stream>> stream(api_path path);

  private:
    enum class repeat { if_transient, if_unsent, never };
    /// Sends the request given, which holds the token, and throws unless the answer is a success;
    /// the token must not get into the error.
    using attempt = std::function<task<void>(http_request, const std::string& token)>;

    http_request request(std::string method, const api_path& path) const;
    http_request grpc_request(std::string_view method, body_source& messages) const;
    http_request with_token(http_request request, const std::string& token) const;
    /// As check_answer; what stands in front of the server and never let anything through is told
    /// from a server that has answered before.
    void check(const http_head& head, std::string_view body, std::string_view request,
               std::string_view token);
    task<void> send(repeat when, const http_request& wanted, attempt once);
    task<void> send_as(const std::string& token, repeat when, const http_request& wanted,
                       const attempt& once);

    client_settings settings_;
    clock& time_;
    random_source random_;
    std::unique_ptr<transport> connection_;
    std::unique_ptr<token_source> tokens_;
    bool has_answered_ = false; ///< as asked, and not with somebody's page
};

} // namespace argocdpp
