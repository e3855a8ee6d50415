#include "application_path.hpp"
#include "rest.hpp"

#include <argocdpp/editing.hpp>
#include <argocdpp/json_patch.hpp>

namespace argocdpp {
namespace {

constexpr int most_reapplications = 5;
constexpr retry_options between_edits = {.first = std::chrono::milliseconds(200),
                                         .cap = std::chrono::seconds(3)};

/// Whether a patch was refused because the document is another one than it was made for (a test
/// that failed, a place that is not there), or because too many others were writing.
bool is_conflict(const error& refused) {
    return refused.server_text.starts_with("error applying patch: ") ||
           refused.server_text == "Failed to update application. Too many conflicts";
}

/// Whether the server looked at a change and did not want it; sending it in another way may help.
bool is_refusal(const error& failure) {
    return failure.http_status != 0 &&
           (failure.kind == error_kind::invalid || failure.kind == error_kind::denied ||
            failure.kind == error_kind::server);
}

error reworded(const error& refused, const std::string& words) {
    error made(refused.kind, rpc_error_text(refused.grpc_code, words));
    made.http_status = refused.http_status;
    made.grpc_code = refused.grpc_code;
    made.server_text = words;
    made.request = refused.request;
    made.sent = refused.sent;
    return made;
}

/// The refusal of a patch as that of the spec's PUT, which is what the official CLI sends. Argo CD
/// wraps an error that has no code of its own once more there, and says less of a denial.
error as_spec_update(const error& refused) {
    const std::string_view words = refused.server_text;
    if (refused.grpc_code == 2 && (words.starts_with("error validating and normalizing app: ") ||
                                   words.starts_with("error updating application: ")))
        return reworded(refused, "error validating and updating app: " + refused.server_text);
    if (words.starts_with("permission denied: applications, update, "))
        return reworded(refused, "permission denied");
    return refused;
}

error still_changing(const app_ref& app, const error& conflict) {
    error made(error_kind::conflict, "application '" + app.qualified() +
                                         "' was changed by others each of " +
                                         std::to_string(most_reapplications + 1) +
                                         " times, nothing was changed: " + conflict.what());
    made.request = conflict.request;
    made.sent = true;
    return made;
}

std::string_view flag_text(bool value) { return value ? "true" : "false"; }

} // namespace

task<proto::any> applications::document(app_ref app) { return rest_->get(application_path(app)); }

task<proto::any> applications::send(std::string_view what, app_ref app, std::string method,
                                    api_path path, std::string body) {
    auto answer = co_await rest_->change_once(std::move(method), std::move(path), std::move(body),
                                              std::string(what), application_subject(app));
    co_return answer;
}

task<proto::application> applications::patch(app_ref app, std::string change, std::string type) {
    proto::any body;
    body.set("name", app.name);
    body.set("patch", std::move(change));
    body.set("patchType", std::move(type));
    if (!app.name_space.empty())
        body.set("appNamespace", app.name_space);
    if (!app.project.empty())
        body.set("project", app.project);
    api_path path(applications_path);
    path.segment(app.name);
    const auto request = "PATCH " + path.text();
    auto document =
        co_await send("patch", std::move(app), "PATCH", std::move(path), proto::write(body));
    co_return decoded<proto::application>(std::move(document), request);
}

task<proto::any> applications::create(proto::any application, creation how) {
    app_ref app;
    if (const auto* metadata = application.find("metadata")) {
        if (const auto* name = metadata->find("name"); name && name->is_string())
            app.name = name->string();
        if (const auto* space = metadata->find("namespace"); space && space->is_string())
            app.name_space = space->string();
    }
    api_path path(applications_path);
    path.query("upsert", flag_text(how.upsert)).query("validate", flag_text(how.validate));
    return send("creation", std::move(app), "POST", std::move(path), proto::write(application));
}

task<void> applications::replace_spec(app_ref app, const proto::any& spec, bool validate) {
    auto path = application_path(app, {"spec"});
    path.query("validate", flag_text(validate));
    auto body = proto::write(spec);
    co_await send("update", std::move(app), "PUT", std::move(path), std::move(body));
}

task<void> applications::replace(app_ref app, const proto::any& application, bool validate) {
    api_path path(applications_path);
    path.segment(app.name).query("validate", flag_text(validate));
    path.query("project", app.project);
    auto body = proto::write(application);
    co_await send("update", std::move(app), "PUT", std::move(path), std::move(body));
}

task<void> applications::put_changed(app_ref app, const proto::any& before,
                                     const proto::any& after) {
    const auto* old_metadata = before.find("metadata");
    const auto* new_metadata = after.find("metadata");
    const bool is_spec_alone =
        old_metadata && new_metadata ? *old_metadata == *new_metadata : !new_metadata;
    const auto* spec = after.find("spec");
    if (is_spec_alone && spec)
        co_await replace_spec(std::move(app), *spec, false);
    else
        co_await replace(std::move(app), after, false);
}

task<void> applications::edit(app_ref app, validation wanted, application_change change) {
    for (int conflicts = 0;;) {
        const auto before = co_await document(app);
        auto after = before;
        if (!change(after))
            co_return;
        if (wanted == validation::skipped) {
            co_await put_changed(std::move(app), before, after);
            co_return;
        }
        std::optional<error> refused;
        auto operations = proto::write(json_patch(before, after));
        try {
            co_await patch(app, std::move(operations), "json");
            co_return;
        } catch (const error& failure) {
            refused = failure;
        }
        const bool is_conflicting = is_conflict(*refused);
        if (!is_conflicting && wanted == validation::optional && is_refusal(*refused)) {
            wanted = validation::skipped;
            continue;
        }
        if (!is_conflicting)
            throw as_spec_update(*refused);
        if (conflicts == most_reapplications)
            throw still_changing(app, *refused);
        const auto pause = next_delay(between_edits, conflicts++, rest_->random());
        co_await rest_->time().sleep_until(rest_->time().now() + pause);
    }
}

} // namespace argocdpp
