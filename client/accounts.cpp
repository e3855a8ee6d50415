#include "rest.hpp"

#include <argocdpp/accounts.hpp>

namespace argocdpp {
namespace {

constexpr std::string_view base = "/api/v1/account";

api_path path_of(const std::string& name, std::string_view below = "") {
    api_path path(base);
    path.segment(name);
    if (!below.empty())
        path.literal(below);
    return path;
}

std::string named(const std::string& name) { return "account '" + name + "'"; }

} // namespace

task<std::vector<proto::account>> accounts::list() {
    auto found = co_await rest_->get_as<proto::account_list>(api_path(base));
    co_return std::move(found.items);
}

task<proto::account> accounts::get(std::string name) {
    return rest_->get_as<proto::account>(path_of(name));
}

task<std::string> accounts::can_i(std::string action, std::string resource,
                                  std::string subresource) {
    api_path path("/api/v1/account/can-i");
    path.segment(resource).segment(action).segment(subresource);
    const auto answer = co_await rest_->get(std::move(path));
    const auto* value = answer.find("value");
    co_return value && value->is_string() ? value->string() : "";
}

task<std::string> accounts::create_token(std::string name, std::chrono::seconds expires_in,
                                         std::string id) {
    proto::any body;
    body.set("name", name);
    body.set("expiresIn", proto::any::integer(expires_in.count()));
    if (!id.empty())
        body.set("id", std::move(id));
    const auto path = path_of(name, "token");
    const auto answer =
        co_await rest_->change_once("POST", path, proto::write(body), "new token", named(name));
    co_return token_in(answer, "POST " + path.text());
}

task<void> accounts::delete_token(std::string name, std::string id) {
    auto path = path_of(name, "token");
    path.segment(id);
    co_await rest_->change_once("DELETE", std::move(path), "", "token's deletion", named(name));
}

task<void> accounts::change_password(password_change change) {
    proto::any body;
    body.set("newPassword", change.new_password);
    body.set("currentPassword", change.current_password);
    body.set("name", change.name);
    try {
        co_await rest_->change_once("PUT", path_of("password"), proto::write(body), "new password",
                                    named(change.name));
    } catch (const error& failure) {
        throw without(without(failure, change.new_password), change.current_password);
    }
}

} // namespace argocdpp
