#include "child_applications.hpp"

#include <argocdpp/proto/codec.hpp>

#include <algorithm>

namespace argocdpp::cli {
namespace {

std::vector<child_application> in_order(std::vector<child_application> children) {
    std::ranges::sort(children, [](const auto& left, const auto& right) {
        return left.wave != right.wave ? left.wave < right.wave
                                       : left.app.qualified() < right.app.qualified();
    });
    return children;
}

child_application child_of(const proto::resource_status& row, const std::string& name_space) {
    child_application made;
    made.app.name = row.name;
    made.app.name_space = row.name_space.empty() ? name_space : row.name_space;
    made.wave = row.sync_wave.value_or(0);
    made.is_synced = row.status == proto::sync_code::synced;
    return made;
}

} // namespace

std::vector<child_application> children_of(const proto::application& parent) {
    std::vector<child_application> found;
    for (const auto& row : parent.status.resources)
        // What is to be pruned is no longer a child.
        if (row.group == "argoproj.io" && row.kind == "Application" && !row.requires_pruning)
            found.push_back(child_of(row, parent.metadata.name_space));
    return in_order(std::move(found));
}

std::vector<child_application> children_of(const proto::application_set& set) {
    std::vector<child_application> found;
    const auto* rows = set.status.rest.find("resources");
    if (rows && rows->is_array())
        for (const auto& document : rows->items()) {
            const auto row = proto::decode<proto::resource_status>(document);
            if (!row.name.empty())
                found.push_back(child_of(row, set.metadata.name_space));
        }
    return in_order(std::move(found));
}

} // namespace argocdpp::cli
