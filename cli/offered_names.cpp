#include "offered_names.hpp"

#include "application_choice.hpp"
#include "commands.hpp"
#include "help_topics.hpp"

#include <argocdpp/accounts.hpp>
#include <argocdpp/application_sets.hpp>
#include <argocdpp/applications.hpp>
#include <argocdpp/certificates.hpp>
#include <argocdpp/clusters.hpp>
#include <argocdpp/gpg_keys.hpp>
#include <argocdpp/projects.hpp>
#include <argocdpp/repositories.hpp>
#include <argocdpp/repository_credentials.hpp>

namespace argocdpp::cli {
namespace {

using names = std::vector<std::string>;

/// Where Argo CD lives, most of the time; names of its own namespace need no prefix. Where it lives
/// elsewhere, they are offered with one.
constexpr std::string_view own_namespace = "argocd/";

/// The member of each item.
template<class Item, class Member>
names each(const std::vector<Item>& items, Member member) {
    names found;
    for (const auto& item : items)
        found.push_back(std::invoke(member, item));
    return found;
}

/// Without a prefix that the line does not begin either.
names short_names(names qualified, const typed_line& line) {
    if (line.wanted().prefix.find('/') == std::string::npos)
        for (auto& name : qualified)
            if (name.starts_with(own_namespace))
                name.erase(0, own_namespace.size());
    return qualified;
}

names topics(const typed_line& line) {
    names found;
    if (line.arguments().empty())
        for (const auto& topic : help_topics())
            found.emplace_back(topic.name);
    const auto search = find_command(line.arguments(), flag_set());
    if (search.absent.empty())
        for (const command* below : subcommands(*search.row))
            found.emplace_back(last_word(*below));
    return found;
}

names local_names(invocation& call, const typed_line& line) {
    const name_kind kind = line.wanted().names;
    if (kind == name_kind::shell)
        return {"bash", "zsh", "fish"};
    if (kind == name_kind::help_topic)
        return topics(line);
    const auto config = call.read_config();
    if (!config)
        return {};
    return kind == name_kind::context ? each(config->contexts(), &config_context::name)
                                      : each(config->contexts(), &config_context::server);
}

task<names> applications_there(invocation& call, const typed_line& line) {
    app_query all;
    all.app_namespace = line.value("app-namespace");
    auto found = co_await application_names(call, std::move(all));
    co_return short_names(std::move(found), line);
}

task<names> application_sets_there(invocation& call, const typed_line& line) {
    app_query all;
    all.app_namespace = line.value("appset-namespace");
    const auto sets = co_await call.server().app_sets().list(std::move(all));
    co_return short_names(each(sets,
                               [](const proto::application_set& set) {
                                   return set.metadata.name_space + "/" + set.metadata.name;
                               }),
                          line);
}

task<names> clusters_there(invocation& call, name_kind kind) {
    const auto clusters = co_await call.server().destinations().list();
    names found;
    if (kind != name_kind::cluster_name)
        found = each(clusters, &proto::cluster::server);
    if (kind != name_kind::cluster_url)
        for (const auto& cluster : clusters)
            found.push_back(cluster.name);
    co_return found;
}

/// Lists that are small, and that the server gives whole only.
task<names> listed(invocation& call, name_kind kind) {
    auto& server = call.server();
    switch (kind) {
    case name_kind::account:
        co_return each(co_await server.local_accounts().list(), &proto::account::name);
    case name_kind::certificate: {
        certificate_choice all;
        co_return each(co_await server.certs().list(std::move(all)),
                       &proto::repository_certificate::server_name);
    }
    case name_kind::gpg_key:
        co_return each(co_await server.keys().list(), &proto::gpg_key::key_id);
    case name_kind::repository:
        co_return each(co_await server.repos().list(), &proto::repository::repo);
    case name_kind::repository_credentials:
        co_return each(co_await server.repo_creds().list(), &proto::repository_credentials::url);
    case name_kind::project:
        co_return co_await server.projs().names();
    default:
        co_return co_await clusters_there(call, kind);
    }
}

/// Where a resource is found, and what it is called.
struct resource_place {
    std::string group;
    std::string kind;
    std::string name_space;
    std::string name;
};

template<class Resource>
std::vector<resource_place> places(const std::vector<Resource>& resources) {
    std::vector<resource_place> found;
    for (const auto& one : resources)
        found.push_back({one.group, one.kind, one.name_space, one.name});
    return found;
}

task<std::vector<resource_place>> managed_ones(invocation& call, app_ref app) {
    proto::projection keep;
    keep.paths = {"group", "kind", "namespace", "name"};
    co_return places(co_await call.server().apps().managed(std::move(app), std::move(keep)));
}

task<std::vector<resource_place>> all_of(invocation& call, app_ref app) {
    const auto tree = co_await call.server().apps().tree(std::move(app));
    co_return places(tree.nodes);
}

/// The resources that go with the other flags of the line.
names chosen(const std::vector<resource_place>& resources, const typed_line& line) {
    const auto fits = [](const std::string& wanted, const std::string& is) {
        return wanted.empty() || wanted == is;
    };
    const bool by_name = line.row().path == "app logs";
    names found;
    for (const auto& one : resources) {
        if (line.wanted().names == name_kind::resource) {
            found.push_back(one.group + ":" + one.kind + ":" + one.name);
            continue;
        }
        if (!fits(line.value("group"), one.group) || !fits(line.value("kind"), one.kind) ||
            !fits(line.value("namespace"), one.name_space) ||
            !fits(line.value(by_name ? "name" : "resource-name"), one.name))
            continue;
        switch (line.wanted().names) {
        case name_kind::resource_group:
        case name_kind::node_group:
            found.push_back(one.group);
            break;
        case name_kind::resource_kind:
        case name_kind::node_kind:
            found.push_back(one.kind);
            break;
        case name_kind::resource_namespace:
        case name_kind::node_namespace:
            found.push_back(one.name_space);
            break;
        default:
            found.push_back(one.name);
        }
    }
    return found;
}

task<names> of_application(invocation& call, const typed_line& line) {
    const name_kind kind = line.wanted().names;
    auto app = app_ref::parse(line.arguments().front(), line.value("app-namespace"));
    if (kind == name_kind::deployment || kind == name_kind::source_name) {
        const auto found = co_await call.server().apps().get(std::move(app));
        co_return kind == name_kind::source_name
            ? each(found.spec.sources, &proto::application_source::name)
            : each(found.status.history,
                   [](const proto::revision_history& one) { return std::to_string(one.id); });
    }
    const bool is_node = kind == name_kind::node_group || kind == name_kind::node_kind ||
                         kind == name_kind::node_name || kind == name_kind::node_namespace;
    std::vector<resource_place> resources;
    if (is_node)
        resources = co_await all_of(call, std::move(app));
    else
        resources = co_await managed_ones(call, std::move(app));
    co_return chosen(resources, line);
}

task<names> of_project(invocation& call, const typed_line& line) {
    const auto project = co_await call.server().projs().get(line.arguments().front());
    if (line.wanted().names == name_kind::role)
        co_return each(project.spec.roles, &proto::project_role::name);
    if (line.wanted().names == name_kind::source_repository)
        co_return project.spec.source_repos;
    names numbers;
    for (std::size_t at = 0; at < project.spec.sync_windows.size(); ++at)
        numbers.push_back(std::to_string(at));
    co_return numbers;
}

} // namespace

task<std::vector<std::string>> offered_names(invocation& call, const typed_line& line) {
    using enum name_kind;
    const name_kind kind = line.wanted().names;
    if (kind == none || kind == file)
        co_return names();
    if (kind == context || kind == server || kind == shell || kind == help_topic)
        co_return local_names(call, line);
    if (kind == application)
        co_return co_await applications_there(call, line);
    if (kind == application_set)
        co_return co_await application_sets_there(call, line);
    const bool is_of_project = kind == role || kind == source_repository || kind == sync_window;
    const bool is_of_application = kind >= deployment && kind <= node_namespace;
    if (!is_of_project && !is_of_application)
        co_return co_await listed(call, kind);
    if (line.arguments().empty())
        co_return names();
    if (is_of_project)
        co_return co_await of_project(call, line);
    co_return co_await of_application(call, line);
}

} // namespace argocdpp::cli
