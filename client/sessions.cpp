#include "rest.hpp"

#include <argocdpp/proto/codec.hpp>
#include <argocdpp/sessions.hpp>

namespace argocdpp {

namespace {

// The official CLI's limit: logging out should not keep anybody waiting for a server that is gone.
constexpr auto revocation_limit = std::chrono::seconds(15);

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
        const proto::any answer = co_await rest_->post(api_path("/api/v1/session"), body);
        co_return token_in(answer, "POST /api/v1/session");
    } catch (const error& failure) {
        throw without(failure, password);
    }
}

task<void> sessions::revoke() {
    const auto token = co_await rest_->token();
    http_request request;
    request.method = "POST";
    request.target = rest_->target("/auth/logout");
    request.headers.emplace_back("Cookie", "argocd.token=" + token);
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
