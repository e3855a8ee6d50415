#include "rest.hpp"

#include <argocdpp/clusters.hpp>
#include <argocdpp/proto/codec.hpp>

namespace argocdpp {
namespace {

constexpr std::string_view base = "/api/v1/clusters";

api_path path_of(const cluster_ref& cluster, std::string_view verb = "") {
    api_path path(base);
    path.segment(cluster.text);
    if (!verb.empty())
        path.literal(verb);
    path.query("id.type", cluster.is_url() ? "" : "name");
    return path;
}

std::string named(const cluster_ref& cluster) { return "cluster '" + cluster.text + "'"; }

} // namespace

bool cluster_ref::is_url() const {
    return text.starts_with("http://") || text.starts_with("https://");
}

task<std::vector<proto::cluster>> clusters::list() {
    auto found = co_await rest_->get_as<proto::cluster_list>(api_path(base));
    co_return std::move(found.items);
}

task<proto::cluster> clusters::get(cluster_ref cluster) {
    return rest_->get_as<proto::cluster>(path_of(cluster));
}

task<void> clusters::update(std::string name, cluster_change change) {
    const cluster_ref cluster{std::move(name)};
    api_path path(base);
    path.segment(cluster.text).query("id.type", "name");
    proto::cluster wanted;
    const auto mark = [&path](bool changes, std::string_view field) {
        if (changes)
            path.query("updatedFields", field);
    };
    mark(!change.name.empty(), "name");
    mark(change.namespaces.has_value(), "namespaces");
    mark(change.labels.has_value(), "labels");
    mark(change.annotations.has_value(), "annotations");
    wanted.name = std::move(change.name);
    wanted.namespaces = change.namespaces.value_or(std::vector<std::string>());
    wanted.labels = change.labels.value_or(proto::string_map());
    wanted.annotations = change.annotations.value_or(proto::string_map());
    co_await rest_->change_once("PUT", std::move(path), proto::write(proto::encode(wanted)),
                                "change", named(cluster));
}

task<void> clusters::remove(cluster_ref cluster) {
    co_await rest_->change_once("DELETE", path_of(cluster), "", "removal", named(cluster));
}

task<void> clusters::rotate_auth(cluster_ref cluster) {
    co_await rest_->change_once("POST", path_of(cluster, "rotate-auth"), "", "rotation",
                                named(cluster));
}

} // namespace argocdpp
