#pragma once
// Resources of an application, one by one: their live manifests, patches, deletions and actions.
//
//     auto found = co_await argocd.resources().actions(app, {web, worker});   // side by side
//     co_await argocd.resources().run_action(app, web, "restart");

#include <argocdpp/applications.hpp>
#include <argocdpp/proto/any.hpp>
#include <argocdpp/proto/cluster_event.hpp>
#include <argocdpp/proto/resource.hpp>
#include <argocdpp/task.hpp>

#include <functional>
#include <string>
#include <vector>

namespace argocdpp {

class rest;

/// Names one resource in the cluster of an application.
struct resource_id {
    std::string group;
    std::string version;
    std::string kind;
    std::string name_space; ///< empty for what belongs to the whole cluster
    std::string name;
};

/// How to delete a resource: in the foreground, unless one of these says otherwise.
struct resource_removal {
    bool force = false;  ///< at once, without a period of grace
    bool orphan = false; ///< what depends on it stays
};

class app_resources {
  public:
    explicit app_resources(rest& calls)
        : rest_(&calls) {}

    // Reads of several go side by side, at most 10 at once. The answers come in the order of the
    // question, and so does what fails: the earliest failure is thrown.
    task<std::vector<proto::any>> manifests(app_ref app, std::vector<resource_id> which);
    task<std::vector<std::vector<proto::resource_action>>> actions(app_ref app,
                                                                   std::vector<resource_id> which);

    /// What Kubernetes tells of one resource; `uid` is that of the resource tree.
    task<proto::cluster_event_list> events(app_ref app, resource_id which, std::string uid);
    /// What Argo CD tells of the application itself.
    task<proto::cluster_event_list> events(app_ref app);

    // Each of the following is sent once; where its answer was lost, `error` (lost) says that it
    // may have been taken.

    /// `type` is the media type of the patch ("application/merge-patch+json").
    task<void> patch(app_ref app, resource_id which, std::string change, std::string type);
    task<void> remove(app_ref app, resource_id which, resource_removal how);
    /// Servers before 3.1 know only an older call, which is made when they refuse the newer one;
    /// `on_old_server` is called before that.
    task<void> run_action(app_ref app, resource_id which, std::string action,
                          std::function<void()> on_old_server = {});

  private:
    rest* rest_;
};

} // namespace argocdpp
