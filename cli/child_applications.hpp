#pragma once
// Applications that belong to others: resources of kind Application of an application, and what an
// application set has generated.

#include <argocdpp/applications.hpp>
#include <argocdpp/proto/application_set.hpp>

#include <functional>
#include <vector>

namespace argocdpp::cli {

struct child_application {
    app_ref app;
    long long wave = 0;     ///< of the sync that makes it
    bool is_synced = false; ///< as its parent sees it: then it is there
};

/// Those that are there now, by wave and then by name. May be called again and again.
using child_listing = std::function<task<std::vector<child_application>>()>;

std::vector<child_application> children_of(const proto::application& parent);
/// As far as its status names them.
std::vector<child_application> children_of(const proto::application_set& set);
/// Whether its status may not name all: it is cut where there are many, and an older server has
/// none there.
bool may_have_more_children(const proto::application_set& set);

/// Asks for the applications that name the set as their owner, and adds those that are not `known`.
task<void> add_owned(applications apps, const proto::application_set& set,
                     std::vector<child_application>& known);

} // namespace argocdpp::cli
