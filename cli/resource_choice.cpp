#include "resource_choice.hpp"

#include <argocdpp/applications.hpp>
#include <argocdpp/proto/codec.hpp>
#include <argocdpp/proto/json.hpp>

namespace argocdpp::cli {
namespace {

/// Names the object that a manifest describes.
resource_id identity_of(std::string_view manifest) {
    proto::object_identity object;
    try {
        object = proto::decode<proto::object_identity>(proto::parse(manifest));
    } catch (const proto::format_error& problem) {
        throw failure(exit_code::error,
                      std::string("unexpected live state of a resource: ") + problem.what());
    }
    const auto slash = object.api_version.find('/');
    const bool has_group = slash != std::string::npos;
    resource_id made;
    made.group = has_group ? object.api_version.substr(0, slash) : "";
    made.version = has_group ? object.api_version.substr(slash + 1) : object.api_version;
    made.kind = object.kind;
    made.name_space = object.metadata.name_space;
    made.name = object.metadata.name;
    return made;
}

std::vector<resource_id> live_ones(const proto::managed_resources& managed) {
    std::vector<resource_id> found;
    for (const auto& item : managed.items)
        if (!item.live_state.empty() && item.live_state != "null")
            found.push_back(identity_of(item.live_state));
    return found;
}

std::vector<resource_id> chosen(invocation& call, std::vector<resource_id> found,
                                const resource_filter& filter) {
    const auto differs = [](const std::string& wanted, const std::string& is) {
        return !wanted.empty() && wanted != is;
    };
    std::erase_if(found, [&](const resource_id& one) {
        return (call.given("group") && filter.group != one.group) ||
               differs(filter.name_space, one.name_space) || differs(filter.name, one.name) ||
               differs(filter.kind, one.kind);
    });
    if (found.empty())
        throw failure(exit_code::error, "no matching resource found");
    if (found.size() > 1 && !filter.all)
        throw failure(
            exit_code::error,
            "multiple resources match inputs, use the --all flag to patch multiple resources");
    return found;
}

task<void> read_managed(invocation& call, const app_ref& app, proto::managed_resources& into) {
    into = co_await call.server().apps().managed(app);
}

task<void> read_itself(invocation& call, const app_ref& app, resource_id& into) {
    const auto found = co_await call.server().apps().get(app);
    into = {"argoproj.io", "v1alpha1", "Application", found.metadata.name_space,
            found.metadata.name};
}

} // namespace

void add_filter_flags(flag_set& flags, resource_filter& filter) {
    flags.add(filter.group, "group", 0, "group of the resources").naming(name_kind::resource_group);
    flags.add(filter.kind, "kind", 0, "kind of the resources").naming(name_kind::resource_kind);
    flags.add(filter.name_space, "namespace", 0, "namespace of the resources")
        .naming(name_kind::resource_namespace);
    flags.add(filter.name, "resource-name", 0, "name of the resource")
        .naming(name_kind::resource_name);
}

task<std::vector<resource_id>> chosen_resources(invocation& call, app_ref app,
                                                resource_filter filter) {
    const auto managed = co_await call.server().apps().managed(std::move(app));
    co_return chosen(call, live_ones(managed), filter);
}

task<std::vector<resource_id>> actionable_resources(invocation& call, app_ref app,
                                                    resource_filter filter) {
    proto::managed_resources managed;
    resource_id itself;
    std::vector<task<void>> reads;
    reads.push_back(read_managed(call, app, managed));
    reads.push_back(read_itself(call, app, itself));
    co_await when_all_in_order(std::move(reads), 2);
    auto found = live_ones(managed);
    found.push_back(std::move(itself));
    co_return chosen(call, std::move(found), filter);
}

} // namespace argocdpp::cli
