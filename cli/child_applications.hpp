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
std::vector<child_application> children_of(const proto::application_set& set);

} // namespace argocdpp::cli
