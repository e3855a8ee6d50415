#include "child_applications.hpp"

#include <argocdpp/proto/codec.hpp>

#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>
#include <set>

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

const proto::array& rows_of(const proto::application_set& set) {
    static const proto::array none;
    const auto* rows = set.status.rest.find("resources");
    return rows && rows->is_array() ? rows->items() : none;
}

bool is_owned(const proto::application& app, const std::string& set) {
    const auto* owners = app.metadata.rest.find("ownerReferences");
    return owners && owners->is_array() &&
           std::ranges::any_of(owners->items(), [&](const proto::any& owner) {
               const auto* kind = owner.find("kind");
               const auto* name = owner.find("name");
               return kind && *kind == proto::any("ApplicationSet") && name &&
                      *name == proto::any(set);
           });
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
    for (const auto& document : rows_of(set)) {
        const auto row = proto::decode<proto::resource_status>(document);
        if (!row.name.empty())
            found.push_back(child_of(row, set.metadata.name_space));
    }
    return in_order(std::move(found));
}

bool may_have_more_children(const proto::application_set& set) {
    const auto rows = rows_of(set).size();
    const auto* told = set.status.rest.find("resourcesCount");
    const auto count = told && told->is_number() ? told->num().integer() : std::nullopt;
    return rows == 0 || count.value_or(0) > static_cast<long long>(rows);
}

task<void> add_owned(applications apps, const proto::application_set& set,
                     std::vector<child_application>& known) {
    std::set<std::string> names;
    for (const auto& one : known)
        names.insert(one.app.qualified());
    std::vector<child_application> found;
    std::function<void()> on_start = [&] { found.clear(); };
    std::function<void(proto::any)> on_item = [&](proto::any item) {
        const auto app = proto::decode<proto::application>(std::move(item));
        if (!is_owned(app, set.metadata.name) || names.contains(proto::qualified_name(app)))
            return;
        child_application one;
        one.app = app_ref(proto::qualified_name(app));
        one.is_synced = true; // it is there
        found.push_back(std::move(one));
    };
    app_query query;
    query.app_namespace = set.metadata.name_space;
    proto::projection keep;
    keep.paths = {"metadata.name", "metadata.namespace", "metadata.ownerReferences"};
    co_await apps.list(std::move(query), std::move(keep), std::move(on_start), std::move(on_item));
    std::ranges::move(found, std::back_inserter(known));
    known = in_order(std::move(known));
}

} // namespace argocdpp::cli
