#include "rest.hpp"

#include <argocdpp/application_sets.hpp>
#include <argocdpp/proto/codec.hpp>

namespace argocdpp {
namespace {

constexpr std::string_view base = "/api/v1/applicationsets";

api_path path_of(const app_ref& set) {
    api_path path(base);
    path.segment(set.name).query("appsetNamespace", set.name_space);
    return path;
}

std::string name_in(const proto::any& set) {
    const auto* metadata = set.find("metadata");
    const auto* name = metadata ? metadata->find("name") : nullptr;
    return name && name->is_string() ? name->string() : "";
}

} // namespace

task<std::vector<proto::application_set>> application_sets::list(app_query query) {
    api_path path(base);
    for (const auto& project : query.projects)
        path.query("projects", project);
    path.query("selector", query.selector).query("appsetNamespace", query.app_namespace);
    auto found = co_await rest_->get_as<proto::application_set_list>(std::move(path));
    co_return std::move(found.items);
}

task<proto::application_set> application_sets::get(app_ref set) {
    return rest_->get_as<proto::application_set>(path_of(set));
}

task<proto::application_set> application_sets::create(proto::any set, set_creation how) {
    api_path path(base);
    path.query("upsert", how.upsert ? "true" : "").query("dryRun", how.dry_run ? "true" : "");
    auto answer = co_await rest_->change_once("POST", std::move(path), proto::write(set),
                                              "creation", "application set '" + name_in(set) + "'");
    co_return decoded<proto::application_set>(std::move(answer), "POST /api/v1/applicationsets");
}

task<std::vector<proto::application>> application_sets::generate(proto::any set) {
    proto::any body;
    body.set("applicationSet", std::move(set));
    api_path path(base);
    path.literal("generate");
    auto answer = co_await rest_->post(std::move(path), body);
    std::vector<proto::application> made;
    auto* applications = answer.find("applications");
    if (applications && applications->is_array())
        for (auto& document : applications->items())
            made.push_back(decoded<proto::application>(std::move(document),
                                                       "POST /api/v1/applicationsets/generate"));
    co_return made;
}

task<void> application_sets::remove(app_ref set) {
    co_await rest_->change_once("DELETE", path_of(set), "", "deletion",
                                "application set '" + set.qualified() + "'");
}

} // namespace argocdpp
