#include "rest.hpp"

#include <argocdpp/projects.hpp>
#include <argocdpp/proto/codec.hpp>

#include <optional>

namespace argocdpp {
namespace {

constexpr std::string_view base = "/api/v1/projects";

constexpr int edit_attempts = 5;
// Whoever was quicker is done within milliseconds.
constexpr retry_options edit_pauses = {.attempts = edit_attempts,
                                       .first = std::chrono::milliseconds(50),
                                       .cap = std::chrono::seconds(1),
                                       .factor = 2,
                                       .budget = duration::zero()};

api_path path_of(std::string_view name, std::initializer_list<std::string_view> below = {}) {
    api_path path(base);
    path.segment(name);
    for (const auto part : below)
        path.segment(part);
    return path;
}

std::string named(const std::string& project) { return "project '" + project + "'"; }

std::string named(const role_ref& who) {
    return "role '" + who.role + "' of " + named(who.project);
}

std::string body_of(const proto::project& project) {
    proto::any body;
    body.set("project", proto::encode(project));
    return proto::write(body);
}

} // namespace

task<std::vector<proto::project>> projects::list() {
    auto found = co_await rest_->get_as<proto::project_list>(api_path(base));
    co_return std::move(found.items);
}

task<std::vector<std::string>> projects::names() {
    api_path path(base);
    path.query("fields", "items.metadata.name");
    const auto found = co_await rest_->get_as<proto::project_list>(std::move(path));
    std::vector<std::string> names;
    for (const auto& project : found.items)
        names.push_back(project.metadata.name);
    co_return names;
}

task<proto::project> projects::get(std::string name) {
    return rest_->get_as<proto::project>(path_of(name));
}

task<proto::detailed_project> projects::detailed(std::string name) {
    return rest_->get_as<proto::detailed_project>(path_of(name, {"detailed"}));
}

task<std::vector<proto::sync_window>> projects::active_windows(std::string name) {
    auto path = path_of(name, {"syncwindows"});
    auto found = co_await rest_->get_as<proto::project_sync_windows>(std::move(path));
    co_return std::move(found.windows);
}

task<void> projects::create(proto::project project, bool upsert) {
    proto::any body;
    body.set("project", proto::encode(project));
    if (upsert)
        body.set("upsert", true);
    co_await rest_->change_once("POST", api_path(base), proto::write(body), "creation",
                                named(project.metadata.name));
}

task<bool> projects::edit(std::string name, change apply) {
    for (int attempt = 1;; ++attempt) {
        auto project = co_await get(name);
        if (!apply(project))
            co_return false;
        try {
            co_await rest_->change_once("PUT", path_of(name), body_of(project), "change",
                                        named(name));
            co_return true;
        } catch (const error& failure) {
            if (failure.kind != error_kind::conflict || attempt == edit_attempts)
                throw;
        }
        const auto pause = next_delay(edit_pauses, attempt - 1, rest_->random());
        co_await rest_->time().sleep_until(rest_->time().now() + pause);
    }
}

task<void> projects::remove(std::string name) {
    co_await rest_->change_once("DELETE", path_of(name), "", "deletion", named(name));
}

task<std::string> projects::create_token(role_ref who, std::chrono::seconds expires_in,
                                         std::string id) {
    const auto path = path_of(who.project, {"roles", who.role, "token"});
    proto::any body;
    body.set("project", who.project);
    body.set("role", who.role);
    body.set("expiresIn", proto::any::integer(expires_in.count()));
    if (!id.empty())
        body.set("id", std::move(id));
    const auto answer =
        co_await rest_->change_once("POST", path, proto::write(body), "new token", named(who));
    co_return token_in(answer, "POST " + path.text());
}

task<void> projects::delete_token(role_ref who, long long issued_at) {
    auto path = path_of(who.project, {"roles", who.role, "token", std::to_string(issued_at)});
    co_await rest_->change_once("DELETE", std::move(path), "", "token's deletion", named(who));
}

} // namespace argocdpp
