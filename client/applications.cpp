#include "application_path.hpp"
#include "lost_change.hpp"
#include "rest.hpp"

#include <argocdpp/applications.hpp>

#include <algorithm>

namespace argocdpp {
namespace {

api_path path_of(const app_query& query) {
    api_path path(applications_path);
    path.query("selector", query.selector).query("appNamespace", query.app_namespace);
    for (const auto& project : query.projects)
        path.query("projects", project);
    return path;
}

/// The members that the server can leave out of a list (its `fields` parameter knows only these;
/// pkg/apiclient/application/forwarder_overwrite.go); asked for anything else it would drop that
/// too.
constexpr std::string_view projectable[] = {
    "metadata.name",  "metadata.namespace", "metadata.labels",     "metadata.annotations",
    "spec",           "spec.destination",   "spec.project",        "spec.source",
    "spec.sources",   "spec.syncPolicy",    "status.health",       "status.resources",
    "status.summary", "status.sync.status", "status.sync.revision"};

/// The `fields` parameter for a projection; empty where the server can't serve it.
std::string fields_of(const proto::projection& keep) {
    std::string fields;
    for (const auto& path : keep.paths) {
        if (std::find(std::begin(projectable), std::end(projectable), path) ==
            std::end(projectable))
            return "";
        fields += (fields.empty() ? "items." : ",items.") + path;
    }
    return fields;
}

/// Feeds the pieces of a list to its reader, anew for each attempt.
class list_sink final : public body_sink {
  public:
    list_sink(proto::projection keep, std::function<void()> on_start,
              std::function<void(proto::any)> on_item)
        : keep_(std::move(keep))
        , on_start_(std::move(on_start))
        , on_item_(std::move(on_item)) {}
    void begin(const http_head&) override {
        reader_.emplace("items", keep_, on_item_);
        on_start_();
    }
    void write(std::string_view piece) override { reader_->push(piece); }
    void finish() { reader_->finish(); }

  private:
    proto::projection keep_;
    std::function<void()> on_start_;
    std::function<void(proto::any)> on_item_;
    std::optional<proto::list_reader> reader_;
};

task<void> read_list(rest& calls, api_path path, proto::projection keep,
                     std::function<void()> on_start, std::function<void(proto::any)> on_item,
                     std::function<bool()> can_start_again = {}) {
    const auto request = "GET " + path.text().substr(0, path.text().find('?'));
    list_sink sink(std::move(keep), std::move(on_start), std::move(on_item));
    co_await calls.get(std::move(path), sink, std::move(can_start_again));
    try {
        sink.finish();
    } catch (const proto::format_error& problem) {
        throw protocol_error(request, std::string("unexpected answer: ") + problem.what());
    }
}

/// The application in the answer to what started an operation; an empty one where that is not
/// readable, which changes nothing of what was taken.
proto::application readable(proto::any answer) {
    try {
        return proto::decode<proto::application>(std::move(answer));
    } catch (const proto::format_error&) {
        return {};
    }
}

constexpr auto verification_limit = std::chrono::seconds(5);
constexpr auto verification_pause = std::chrono::milliseconds(500);

} // namespace

app_ref app_ref::parse(std::string_view text, std::string_view default_namespace) {
    app_ref made;
    const auto slash = text.find('/');
    made.name_space = slash == std::string_view::npos ? default_namespace : text.substr(0, slash);
    made.name = slash == std::string_view::npos ? text : text.substr(slash + 1);
    return made;
}

std::string app_ref::qualified() const {
    return name_space.empty() ? name : name_space + "/" + name;
}

task<std::vector<proto::application>> applications::list(app_query query) {
    std::vector<proto::application> found;
    std::function<void()> on_start = [&] { found.clear(); };
    std::function<void(proto::any)> on_item = [&](proto::any item) {
        found.push_back(proto::decode<proto::application>(std::move(item)));
    };
    co_await list(std::move(query), proto::projection(), std::move(on_start), std::move(on_item));
    co_return found;
}

task<void> applications::list(app_query query, proto::projection keep,
                              std::function<void()> on_start,
                              std::function<void(proto::any)> on_item,
                              std::function<bool()> can_start_again) {
    auto path = path_of(query);
    path.query("fields", fields_of(keep));
    co_await read_list(*rest_, std::move(path), std::move(keep), std::move(on_start),
                       std::move(on_item), std::move(can_start_again));
}

task<proto::application> applications::get(app_ref app, refresh kind) {
    auto path = application_path(app);
    if (kind == refresh::none)
        co_return co_await rest_->get_as<proto::application>(std::move(path));
    path.query("refresh", kind == refresh::hard ? "hard" : "normal");
    // The answer comes when the controller has compared, which may take minutes.
    auto document = co_await rest_->get(std::move(path), duration::zero());
    co_return decoded<proto::application>(std::move(document), "GET /api/v1/applications");
}

task<proto::resource_tree> applications::tree(app_ref app) {
    return rest_->get_as<proto::resource_tree>(application_path(app, {"resource-tree"}));
}

task<proto::application_sync_windows> applications::sync_windows(app_ref app) {
    return rest_->get_as<proto::application_sync_windows>(application_path(app, {"syncwindows"}));
}

task<proto::rendered_manifests> applications::manifests(app_ref app, manifest_query query) {
    auto path = application_path(app, {"manifests"});
    path.query("revision", query.revision);
    for (const auto& revision : query.revisions)
        path.query("revisions", revision);
    for (const auto position : query.source_positions)
        path.query("sourcePositions", std::to_string(position));
    if (query.no_cache)
        path.query("noCache", "true");
    return rest_->get_as<proto::rendered_manifests>(std::move(path));
}

task<proto::revision_metadata> applications::revision_metadata(app_ref app, std::string revision,
                                                               std::size_t source) {
    auto path = application_path(app, {"revisions", revision, "metadata"});
    path.query("sourceIndex", std::to_string(source));
    return rest_->get_as<proto::revision_metadata>(std::move(path));
}

task<proto::managed_resources> applications::managed(app_ref app) {
    return rest_->get_as<proto::managed_resources>(application_path(app, {"managed-resources"}));
}

task<std::vector<proto::managed_resource>> applications::managed(app_ref app,
                                                                 proto::projection keep) {
    auto path = application_path(app, {"managed-resources"});
    std::string fields;
    for (const auto& each : keep.paths)
        fields += (fields.empty() ? "items." : ",items.") + each;
    path.query("fields", fields);
    std::vector<proto::managed_resource> found;
    std::function<void()> on_start = [&] { found.clear(); };
    std::function<void(proto::any)> on_item = [&](proto::any item) {
        found.push_back(proto::decode<proto::managed_resource>(std::move(item)));
    };
    co_await read_list(*rest_, std::move(path), std::move(keep), std::move(on_start),
                       std::move(on_item));
    co_return found;
}

task<proto::application> applications::sync(app_ref app, proto::sync_request request,
                                            const proto::application& before) {
    request.app_namespace = app.name_space;
    request.project = app.project;
    auto body = proto::encode(request);
    co_return co_await start("sync", std::move(app), std::move(body), std::move(request), before);
}

task<void> applications::rollback(app_ref app, proto::rollback_request request,
                                  const proto::application& before) {
    request.app_namespace = app.name_space;
    request.project = app.project;
    proto::sync_request like;
    like.dry_run = request.dry_run;
    like.prune = request.prune;
    for (const auto& deployment : before.status.history) {
        if (deployment.id != request.id)
            continue;
        like.revision = deployment.revision;
        like.revisions = deployment.revisions;
    }
    auto body = proto::encode(request);
    co_await start("rollback", std::move(app), std::move(body), std::move(like), before);
}

task<void> applications::terminate_operation(app_ref app) {
    auto path = application_path(app, {"operation"});
    co_await rest_->send_once("DELETE", std::move(path), "");
}

task<proto::application> applications::start(std::string_view what, app_ref app, proto::any body,
                                             proto::sync_request like,
                                             const proto::application& before) {
    api_path path(applications_path);
    path.segment(app.name).literal(what);
    std::optional<error> lost;
    try {
        auto answer = co_await rest_->post(std::move(path), body);
        co_return readable(std::move(answer));
    } catch (const error& failure) {
        if (!may_have_been_taken(failure))
            throw;
        lost = failure;
    }
    co_return co_await verify(what, std::move(app), std::move(like), before, *lost);
}

task<void> applications::see_operation(app_ref app, proto::sync_request like,
                                       const proto::application& before, proto::application& seen) {
    while (true) {
        try {
            seen = co_await get(app);
            if (was_taken(before, seen, like))
                co_return;
        } catch (const error&) {
            // It is still unknown; ask again until the time is up.
        }
        co_await rest_->time().sleep_until(rest_->time().now() + verification_pause);
    }
}

task<proto::application> applications::verify(std::string_view what, app_ref app,
                                              proto::sync_request like,
                                              const proto::application& before, error lost) {
    const auto deadline = rest_->time().now() + verification_limit;
    proto::application seen;
    auto looking = see_operation(app, std::move(like), before, seen);
    if (co_await finishes_before(rest_->time(), deadline, std::move(looking)))
        co_return seen;
    throw lost_change(what, application_subject(app), lost,
                      ", and no such operation was seen within 5s");
}

task<void> applications::remove(app_ref app, deletion how) {
    auto path = application_path(app);
    if (how.cascade)
        path.query("cascade", *how.cascade ? "true" : "false");
    path.query("propagationPolicy", how.propagation_policy);
    co_await send("deletion", std::move(app), "DELETE", std::move(path), "");
}

} // namespace argocdpp
