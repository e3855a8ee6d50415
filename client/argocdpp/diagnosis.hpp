#pragma once
// Why an application is not as it should be: what its operation, its conditions, its resources,
// their events and the logs of failed containers say.
//
//     const auto found = co_await argocdpp::diagnose(argocd, app);
//     for (const auto& one : found.resources)
//         std::cout << one.which.name << ": " << one.message << '\n';
//
// Only the application itself must be readable. Whatever else can't be read, for want of a
// permission, of time or of an answer, is left out and named in `gaps`. Of manifests no more is
// read than the states of pods; Secrets are not. The settings' token is never repeated.

#include <argocdpp/applications.hpp>
#include <argocdpp/clock.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace argocdpp {

class client;

/// How long a diagnosis may take, and how much it may say.
struct diagnosis_limits {
    duration time = std::chrono::seconds(10);     ///< for the whole of it
    duration read_time = std::chrono::seconds(3); ///< for each read but that of the application
    std::size_t resources = 10;
    std::size_t events = 3; ///< of each resource, and of the application
    std::size_t logs = 6;   ///< containers whose logs are read
    std::size_t log_lines = 20;
};

struct resource_name {
    std::string group;
    std::string kind;
    std::string name_space;
    std::string name;

    auto operator<=>(const resource_name&) const = default;
};

/// A resource or hook that the last operation failed at.
struct failed_result {
    resource_name which;
    std::string hook_type; ///< PreSync, Sync, PostSync …; empty for what is no hook
    std::string status;    ///< SyncFailed; of a hook its phase
    std::string message;
};

struct diagnosed_condition {
    std::string type;
    std::string message;
};

/// A warning of Kubernetes or of Argo CD; the same one counts once, with its latest time.
struct diagnosed_event {
    std::string reason;
    std::string message;
    long long times = 1;
    proto::timestamp last_seen;
};

/// The last lines of a container.
struct log_tail {
    std::string container;
    bool previous = false; ///< of the run before the present one
    std::vector<std::string> lines;
};

/// What a resource belongs to, and is not ready either.
struct unready_owner {
    resource_name which;
    std::string sync; ///< OutOfSync; empty where it is not
    std::string health;
    std::string message;
};

/// A resource that is not ready, and of which nothing is that belongs to it.
struct diagnosed_resource {
    resource_name which;
    std::string sync;   ///< OutOfSync; empty where it is not
    std::string health; ///< empty for kinds that have none
    std::string message;
    std::vector<std::string> reasons;  ///< what else is known: of its sync, of its containers
    std::vector<unready_owner> owners; ///< the nearest first
    std::vector<diagnosed_event> events;
    std::vector<log_tail> logs;
};

/// What could not be read.
struct diagnosis_gap {
    std::string what; ///< "resource tree", "events", "state", "logs"
    std::string of;   ///< of which resource; empty for the application
    std::string why;
};

struct diagnosis {
    std::string app; ///< the qualified name
    std::string sync;
    std::string health;
    std::string phase; ///< of the last operation; empty where there was none
    std::string message;
    std::vector<failed_result> failed;
    std::vector<diagnosed_condition> conditions;
    std::vector<diagnosed_resource> resources; ///< the worst first
    std::size_t unready = 0;                   ///< how many there are; `resources` may have fewer
    std::vector<diagnosed_event> events;       ///< the application's own
    std::vector<diagnosis_gap> gaps;

    /// Whether the last operation failed.
    bool has_failed() const;
    /// Synced, healthy, and the last operation did not fail.
    bool is_well() const;
};

/// Throws `error` where the application can't be read. `time` is that of the client.
task<diagnosis> diagnose(client& argocd, app_ref app, diagnosis_limits limits = {},
                         clock& time = system_clock());

} // namespace argocdpp
