// argocdpp cluster set: changes what Argo CD knows of a cluster.

#include "../commands.hpp"
#include "../invocation.hpp"
#include "../key_values.hpp"

#include <argocdpp/clusters.hpp>
#include <argocdpp/error.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    std::string name;
    text_list namespaces;
    text_list labels;
    text_list annotations;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.name, "name", 0, "new name");
    flags.add(given.namespaces, "namespace", 0, "namespace to manage, repeatable; '*' for all");
    flags.add(given.labels, "label", 0, "label of the cluster, KEY=VALUE; others go");
    flags.add(given.annotations, "annotation", 0, "annotation, KEY=VALUE; others go");
}

cluster_change change_of(options given) {
    cluster_change change{.name = std::move(given.name),
                          .namespaces = std::nullopt,
                          .labels = std::nullopt,
                          .annotations = std::nullopt};
    // Stands for all of them, and that is how the server is told.
    if (given.namespaces.size() == 1 && given.namespaces.front() == "*")
        given.namespaces.front().clear();
    if (!given.namespaces.empty())
        change.namespaces = std::move(given.namespaces);
    if (!given.labels.empty())
        change.labels = key_values(given.labels);
    if (!given.annotations.empty())
        change.annotations = key_values(given.annotations);
    return change;
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().size() != 1)
        throw show_help();
    const auto& name = call.arguments().front();
    auto change = change_of(std::move(given));
    if (change.is_empty()) {
        call.streams().out("Specify the cluster field to be updated.\n");
        co_return exit_code::success;
    }
    try {
        co_await call.server().destinations().update(name, std::move(change));
    } catch (const error& refusal) {
        if (refusal.kind == error_kind::denied)
            call.talk().line(log_level::error,
                             "Ensure that the cluster is present and you have the necessary "
                             "permissions to update the cluster");
        throw;
    }
    call.streams().out("Cluster '" + name + "' updated.\n");
    co_return exit_code::success;
}

} // namespace

const command cluster_set = {
    .path = "cluster set",
    .arguments = "NAME",
    .names = {name_kind::cluster_name},
    .summary = "Change a cluster's name, namespaces, labels or annotations",
    .examples = "argocdpp cluster set staging --name test --namespace '*'\n"
                "argocdpp cluster set staging --label tier=test",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
