#include "diagnosis_view.hpp"

#include <functional>

namespace argocdpp::cli {
namespace {

template<class T>
proto::any list(const std::vector<T>& all, const std::function<proto::any(const T&)>& one) {
    proto::array made;
    for (const auto& item : all)
        made.push_back(one(item));
    return made;
}

proto::any texts(const std::vector<std::string>& all) {
    return list<std::string>(all, [](const std::string& text) { return proto::any(text); });
}

proto::any named(const resource_name& which) {
    proto::any made;
    made.set("group", which.group);
    made.set("kind", which.kind);
    made.set("namespace", which.name_space);
    made.set("name", which.name);
    return made;
}

proto::any event(const diagnosed_event& one) {
    proto::any made;
    made.set("reason", one.reason);
    made.set("message", one.message);
    made.set("times", proto::any::integer(one.times));
    made.set("lastSeen", one.last_seen);
    return made;
}

proto::any failure_of(const failed_result& one) {
    auto made = named(one.which);
    made.set("hook", one.hook_type);
    made.set("status", one.status);
    made.set("message", one.message);
    return made;
}

proto::any condition(const diagnosed_condition& one) {
    proto::any made;
    made.set("type", one.type);
    made.set("message", one.message);
    return made;
}

proto::any owner(const unready_owner& one) {
    auto made = named(one.which);
    made.set("sync", one.sync);
    made.set("health", one.health);
    made.set("message", one.message);
    return made;
}

proto::any log(const log_tail& one) {
    proto::any made;
    made.set("container", one.container);
    made.set("previous", one.previous);
    made.set("lines", texts(one.lines));
    return made;
}

proto::any resource(const diagnosed_resource& one) {
    auto made = named(one.which);
    made.set("sync", one.sync);
    made.set("health", one.health);
    made.set("message", one.message);
    made.set("reasons", texts(one.reasons));
    made.set("owners", list<unready_owner>(one.owners, owner));
    made.set("events", list<diagnosed_event>(one.events, event));
    made.set("logs", list<log_tail>(one.logs, log));
    return made;
}

proto::any gap(const diagnosis_gap& one) {
    proto::any made;
    made.set("what", one.what);
    made.set("of", one.of);
    made.set("why", one.why);
    return made;
}

proto::any operation(const diagnosis& found) {
    proto::any made;
    made.set("phase", found.phase);
    made.set("message", found.message);
    made.set("failed", list<failed_result>(found.failed, failure_of));
    return made;
}

} // namespace

proto::any diagnosis_document(const diagnosis& found) {
    proto::any made;
    made.set("application", found.app);
    made.set("sync", found.sync);
    made.set("health", found.health);
    if (!found.phase.empty())
        made.set("operation", operation(found));
    made.set("conditions", list<diagnosed_condition>(found.conditions, condition));
    made.set("unready", proto::any::integer(static_cast<long long>(found.unready)));
    made.set("resources", list<diagnosed_resource>(found.resources, resource));
    made.set("events", list<diagnosed_event>(found.events, event));
    made.set("notRead", list<diagnosis_gap>(found.gaps, gap));
    return made;
}

} // namespace argocdpp::cli
