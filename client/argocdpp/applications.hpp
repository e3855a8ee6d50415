#pragma once
// Applications: list, read, sync, roll back, wait, create, change, delete.

#include <argocdpp/application_watch.hpp>
#include <argocdpp/busy.hpp>
#include <argocdpp/editing.hpp>
#include <argocdpp/generation.hpp>
#include <argocdpp/proto/application.hpp>
#include <argocdpp/proto/json.hpp>
#include <argocdpp/proto/manifests.hpp>
#include <argocdpp/proto/project.hpp>
#include <argocdpp/proto/resource_tree.hpp>
#include <argocdpp/proto/revision_metadata.hpp>
#include <argocdpp/proto/sync_request.hpp>
#include <argocdpp/task.hpp>
#include <argocdpp/wait.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace argocdpp {

class api_path;
class rest;

/// Names one application. The namespace may be empty (the server's own); a project, where known,
/// makes the server answer "not found" instead of "permission denied" for what is not there.
struct app_ref {
    std::string name;
    std::string name_space;
    std::string project;

    app_ref() = default;
    /// "namespace/name" or "name".
    explicit app_ref(std::string_view text)
        : app_ref(parse(text)) {}
    /// "namespace/name" or "name"; a namespace in the text beats `default_namespace`.
    static app_ref parse(std::string_view text, std::string_view default_namespace = {});
    /// "namespace/name", or the name alone.
    std::string qualified() const;
};

struct app_query {
    std::string selector; ///< Kubernetes' label selector, judged by the server
    std::vector<std::string> projects;
    std::string app_namespace;
};

/// Which revisions to render; empty means those of the application.
struct manifest_query {
    std::string revision;
    std::vector<std::string> revisions;
    std::vector<long long> source_positions; ///< counted from 1, one per entry of `revisions`
    bool no_cache = false;                   ///< render anew what the server has rendered before
};

/// How to delete an application; what is not said is left to the server, which cascades in the
/// foreground.
struct deletion {
    std::optional<bool> cascade;    ///< whether its resources go as well
    std::string propagation_policy; ///< foreground or background
};

enum class refresh { none, normal, hard };

class applications {
  public:
    explicit applications(rest& calls)
        : rest_(&calls) {}

    task<std::vector<proto::application>> list(app_query query);
    /// As list, without ever holding the whole answer: every item goes to `on_item` as it arrives,
    /// reduced to `keep`. `on_start` is called before the first item, and again where a broken
    /// answer is asked for once more and what came so far is void. Where `can_start_again` says
    /// that it can't be made void, a broken answer ends the call.
    task<void> list(app_query query, proto::projection keep, std::function<void()> on_start,
                    std::function<void(proto::any)> on_item,
                    std::function<bool()> can_start_again = {});

    /// With a refresh the server answers when its controller has compared anew, however long that
    /// is.
    task<proto::application> get(app_ref app, refresh kind = refresh::none);
    /// The application as the server sent it.
    task<proto::any> document(app_ref app);
    task<proto::resource_tree> tree(app_ref app);
    task<proto::application_sync_windows> sync_windows(app_ref app);
    /// What the named revisions, or the application's own, render to.
    task<proto::rendered_manifests> manifests(app_ref app, manifest_query query);

    /// Author, date and message of a commit of one source, counted from 0.
    task<proto::revision_metadata> revision_metadata(app_ref app, std::string revision,
                                                     std::size_t source = 0);
    /// Which commits revisions stand for: commits as they are; a branch or tag that a source
    /// follows for what a refresh just compared it with (within 10 s); a tag of that commit for
    /// that. Argo CD resolves no other names for its clients: `error` (invalid) says so.
    task<revision_goal> find_revisions(app_ref app, std::vector<source_revision> names);

    /// What files of this machine render to, on the server and with the application's settings.
    /// Secrets come masked ("++++++++"). Throws `error` (local) for what can't be packed.
    task<proto::rendered_manifests> manifests_of(app_ref app, local_folder folder);

    /// Every resource of the application, live and as last compared with.
    task<proto::managed_resources> managed(app_ref app);
    /// The same, each resource reduced to `keep` by the server, and read as it arrives: the four
    /// states of a large application take tens of megabytes.
    task<std::vector<proto::managed_resource>> managed(app_ref app, proto::projection keep);
    /// What server-side applies of targets would make of live resources, in the form of managed():
    /// pairs of `live_state` and `target_state`, either of which may be empty, come back in their
    /// order with `normalized_live_state`, `predicted_live_state` and `modified` set anew. A live
    /// object must be one of managed(); the server refuses others.
    ///
    /// Argo CD 3.5.1 leaves status, managedFields, resourceVersion, creationTimestamp and the
    /// annotation of the last apply out of both sides, and masks Secrets. Where there is no target,
    /// the prediction is "null" and the pair not modified, and the live side keeps status and
    /// annotations; where there is no live object, its side is "null", the prediction is the target
    /// as it was given, and the pair is modified.
    task<std::vector<proto::managed_resource>>
    server_side_diff(app_ref app, std::vector<proto::managed_resource> pairs,
                     comparison_limits limits = {});

    /// Starts a sync, once. Where the connection breaks after the request was begun, the
    /// application is read for up to 5 s to see whether the sync was taken, that is, whether an
    /// operation like the one asked for has started since `before` was read: if so this returns as
    /// usual; if not, `error` (lost) says that it may have been taken. Returns the application as
    /// the server had it then.
    task<proto::application> sync(app_ref app, proto::sync_request request,
                                  const proto::application& before);
    /// The same where an operation may be in the way; see busy.hpp. Without an end of its own: the
    /// caller sets one by finishes_before.
    task<started_sync> start_sync(app_ref app, proto::sync_request request,
                                  proto::application before, if_busy policy,
                                  start_observer& observer);
    /// Starts a rollback to a deployment of the history that `before` has, once; else as sync.
    task<void> rollback(app_ref app, proto::rollback_request request,
                        const proto::application& before);
    /// Has the server end the operation at work; asked once. It answers before the operation ends.
    task<void> terminate_operation(app_ref app);
    /// The same for one certain operation, waiting until it has begun; any other is left alone.
    task<termination> terminate_operation(app_ref app, operation_track which);

    /// Changes an application by a patch of this type ("json" or "merge"), once, and returns what
    /// became of it. Where the answer was lost, `error` (lost) says that the patch may have been
    /// taken.
    task<proto::application> patch(app_ref app, std::string change, std::string type);
    /// Creates an application, or changes one of that name, and returns what became of it. Sent
    /// once; a lost answer is an `error` (lost).
    task<proto::any> create(proto::any application, creation how);
    /// Changes spec, labels, annotations and finalizers: reads the application, and sends a patch
    /// of what `change` changed, which applies only where nobody else has changed the same; then
    /// it reads and calls `change` again, at most five times.
    ///
    /// A patch is always validated by the server. Where that is skipped, or optional and refused,
    /// the whole spec (where more changed: the application) is put, with all that `change` left
    /// alone. The server puts it whatever happened since it was read.
    task<void> edit(app_ref app, validation wanted, application_change change);
    /// Puts a spec in place of the one that is there.
    task<void> replace_spec(app_ref app, const proto::any& spec, bool validate);
    /// Puts spec, labels, annotations and finalizers of a document in their places.
    task<void> replace(app_ref app, const proto::any& application, bool validate);
    /// Asks for an application to be deleted, once; it is gone when the server is done with its
    /// resources. A lost answer is an `error` (lost) that says that it may have been taken.
    task<void> remove(app_ref app, deletion how);

    /// Follows the applications of a query, each reduced to `keep`, until it is cancelled; see
    /// application_watch.hpp.
    task<void> watch(app_query query, proto::projection keep, watch_options options,
                     watch_observer& observer);

    /// Follows an application until the conditions are met; see wait.hpp.
    task<wait_result> wait(app_ref app, wait_options options, wait_observer& observer);

  private:
    /// Posts what starts an operation; `what` is the last word of the path, and `like` tells the
    /// operation from others.
    task<proto::application> start(std::string_view what, app_ref app, proto::any body,
                                   proto::sync_request like, const proto::application& before);
    task<void> see_operation(app_ref app, proto::sync_request like,
                             const proto::application& before, proto::application& seen);
    task<proto::application> verify(std::string_view what, app_ref app, proto::sync_request like,
                                    const proto::application& before, error lost);

    /// False where there was nothing to terminate.
    task<bool> was_terminated(app_ref app);

    /// Sends once; a lost answer is an `error` (lost) about this `what`.
    task<proto::any> send(std::string_view what, app_ref app, std::string method, api_path path,
                          std::string body);
    task<void> put_changed(app_ref app, const proto::any& before, const proto::any& after);

    rest* rest_;
};

} // namespace argocdpp
