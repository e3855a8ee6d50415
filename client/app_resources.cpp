#include "rest.hpp"

#include <argocdpp/app_resources.hpp>

namespace argocdpp {
namespace {

constexpr std::size_t reads_at_once = 10;

api_path path_of(const app_ref& app, const resource_id& which, std::string_view below) {
    api_path path("/api/v1/applications");
    path.segment(app.name).literal(below);
    path.query("namespace", which.name_space)
        .query("resourceName", which.name)
        .query("version", which.version)
        .query("group", which.group)
        .query("kind", which.kind)
        .query("appNamespace", app.name_space)
        .query("project", app.project);
    return path;
}

task<void> read_manifest(rest& calls, api_path path, proto::any& into) {
    const auto request = "GET " + path.text();
    const auto answer = co_await calls.get_as<proto::resource_answer>(std::move(path));
    into = parsed(answer.manifest, request.substr(0, request.find('?')));
}

task<void> read_actions(rest& calls, api_path path, std::vector<proto::resource_action>& into) {
    auto answer = co_await calls.get_as<proto::resource_actions>(std::move(path));
    into = std::move(answer.actions);
}

/// Whether the server does not know the call: by its own word, or because nothing is at that path.
bool is_unimplemented(const error& failure) {
    constexpr int code = 12;
    const bool is_no_path = failure.http_status == 404 || failure.http_status == 405;
    return failure.grpc_code == code ||
           (is_no_path && failure.server_text.starts_with("unexpected HTTP status"));
}

proto::any action_request(const app_ref& app, const resource_id& which, const std::string& action) {
    proto::any body;
    body.set("name", app.name);
    body.set("namespace", which.name_space);
    body.set("resourceName", which.name);
    body.set("version", which.version);
    body.set("group", which.group);
    body.set("kind", which.kind);
    body.set("action", action);
    if (!app.name_space.empty())
        body.set("appNamespace", app.name_space);
    if (!app.project.empty())
        body.set("project", app.project);
    return body;
}

std::string named(const resource_id& which) { return which.kind + " '" + which.name + "'"; }

} // namespace

task<std::vector<proto::any>> app_resources::manifests(app_ref app,
                                                       std::vector<resource_id> which) {
    std::vector<proto::any> found(which.size());
    std::vector<task<void>> reads;
    for (std::size_t i = 0; i < which.size(); ++i)
        reads.push_back(read_manifest(*rest_, path_of(app, which[i], "resource"), found[i]));
    co_await when_all_in_order(std::move(reads), reads_at_once);
    co_return found;
}

task<std::vector<std::vector<proto::resource_action>>>
app_resources::actions(app_ref app, std::vector<resource_id> which) {
    std::vector<std::vector<proto::resource_action>> found(which.size());
    std::vector<task<void>> reads;
    for (std::size_t i = 0; i < which.size(); ++i)
        reads.push_back(read_actions(*rest_, path_of(app, which[i], "resource/actions"), found[i]));
    co_await when_all_in_order(std::move(reads), reads_at_once);
    co_return found;
}

task<proto::cluster_event_list> app_resources::events(app_ref app, resource_id which,
                                                      std::string uid) {
    api_path path("/api/v1/applications");
    path.segment(app.name).literal("events");
    path.query("resourceNamespace", which.name_space)
        .query("resourceName", which.name)
        .query("resourceUID", uid)
        .query("appNamespace", app.name_space)
        .query("project", app.project);
    co_return co_await rest_->get_as<proto::cluster_event_list>(std::move(path));
}

task<proto::cluster_event_list> app_resources::events(app_ref app) {
    return events(std::move(app), resource_id(), std::string());
}

task<void> app_resources::patch(app_ref app, resource_id which, std::string change,
                                std::string type) {
    auto path = path_of(app, which, "resource");
    path.query("patchType", type);
    // The body is the patch's text, itself as a JSON string.
    co_await rest_->change_once("POST", std::move(path),
                                proto::write(proto::any(std::move(change))), "patch", named(which));
}

task<void> app_resources::remove(app_ref app, resource_id which, resource_removal how) {
    auto path = path_of(app, which, "resource");
    path.query("force", how.force ? "true" : "").query("orphan", how.orphan ? "true" : "");
    co_await rest_->change_once("DELETE", std::move(path), "", "deletion", named(which));
}

task<void> app_resources::run_action(app_ref app, resource_id which, std::string action,
                                     std::function<void()> on_old_server) {
    const auto what = "action " + action;
    api_path newer("/api/v1/applications");
    newer.segment(app.name).literal("resource/actions/v2");
    try {
        co_await rest_->change_once("POST", std::move(newer),
                                    proto::write(action_request(app, which, action)), what,
                                    named(which));
        co_return;
    } catch (const error& failure) {
        if (!is_unimplemented(failure))
            throw;
    }
    if (on_old_server)
        on_old_server();
    co_await rest_->change_once("POST", path_of(app, which, "resource/actions"),
                                proto::write(proto::any(std::move(action))), what, named(which));
}

} // namespace argocdpp
