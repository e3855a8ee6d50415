#include "rest.hpp"

#include <argocdpp/proto/codec.hpp>
#include <argocdpp/sessions.hpp>

namespace argocdpp {

namespace {

// The official CLI's limit: logging out should not keep anybody waiting for a server that is gone.
constexpr auto revocation_limit = std::chrono::seconds(15);

/// Some firewalls quote the request that they refuse, and error messages end up in logs.
error cleaned(const error& failure, const std::string& secret) {
    error made = failure;
    static_cast<std::runtime_error&>(made) = std::runtime_error(without(failure.what(), secret));
    made.server_text = without(failure.server_text, secret);
    return made;
}

class no_body final : public body_sink {
  public:
    void begin(const http_head&) override {}
    void write(std::string_view) override {}
};

} // namespace

task<std::string> sessions::create(std::string username, std::string password) {
    proto::session_request credentials;
    credentials.username = std::move(username);
    credentials.password = password;
    const proto::any body = proto::encode(credentials);
    try {
        proto::any answer = co_await rest_->post(api_path("/api/v1/session"), body);
        auto session = decoded<proto::session_response>(std::move(answer), "POST /api/v1/session");
        if (session.token.empty())
            throw protocol_error("POST /api/v1/session", "the answer holds no token");
        co_return std::move(session.token);
    } catch (const error& failure) {
        throw cleaned(failure, password);
    }
}

task<void> sessions::revoke() {
    http_request request;
    request.method = "POST";
    request.target = rest_->target("/auth/logout");
    request.headers.emplace_back("Cookie", "argocd.token=" + rest_->settings().token);
    request.idle_limit = revocation_limit;
    no_body ignored;
    const http_head head = co_await rest_->connection().exchange(std::move(request), ignored);
    // 303 leads to the page that people see afterwards.
    if (head.status == 200 || head.status == 303)
        co_return;
    throw error_of_answer(head, {}, "POST /auth/logout");
}

task<proto::user_info> sessions::user() {
    return rest_->get_as<proto::user_info>(api_path("/api/v1/session/userinfo"));
}

} // namespace argocdpp
