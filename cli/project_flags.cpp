#include "project_flags.hpp"

#include "failure.hpp"
#include "key_id.hpp"

#include <stdexcept>

namespace argocdpp::cli {
namespace {

std::vector<std::string> split(const std::string& text, char at) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0;;) {
        const auto end = text.find(at, begin);
        parts.push_back(text.substr(begin, end - begin));
        if (end == std::string::npos)
            return parts;
        begin = end + 1;
    }
}

/// Go's log package wrote this one, without a level.
std::vector<std::string> parts_of(const std::string& text, std::size_t count,
                                  const std::string& form) {
    auto parts = split(text, ',');
    if (parts.size() != count)
        throw failure(exit_code::failure, "Expected destination" + form + ". Received: " + text);
    return parts;
}

std::vector<proto::project_destination> destinations_of(const text_list& texts) {
    std::vector<proto::project_destination> made;
    for (const auto& text : texts) {
        const auto parts = parts_of(text, 2, " of the form: server,namespace");
        auto& to = made.emplace_back();
        to.server = parts[0];
        to.name_space = parts[1];
    }
    return made;
}

std::vector<proto::destination_service_account> accounts_of(const text_list& texts) {
    std::vector<proto::destination_service_account> made;
    for (const auto& text : texts) {
        const auto parts = parts_of(
            text, 3, " service account of the form: server,namespace, defaultServiceAccount");
        auto& to = made.emplace_back();
        to.server = parts[0];
        to.name_space = parts[1];
        to.service_account = parts[2];
    }
    return made;
}

/// "KIND", "GROUP/KIND", "GROUP/KIND/NAME"; what has more parts counts for nothing, as there.
std::vector<proto::resource_pattern> patterns_of(const text_list& texts) {
    std::vector<proto::resource_pattern> made;
    for (const auto& text : texts) {
        const auto parts = split(text, '/');
        if (parts.size() > 3)
            continue;
        auto& pattern = made.emplace_back();
        pattern.kind = parts.size() == 1 ? parts[0] : parts[1];
        pattern.group = parts.size() == 1 ? "" : parts[0];
        pattern.name = parts.size() == 3 ? parts[2] : "";
    }
    return made;
}

std::vector<proto::group_kind> kinds_of(const text_list& texts) {
    std::vector<proto::group_kind> made;
    for (const auto& text : texts) {
        const auto parts = split(text, '/');
        if (parts.size() > 2)
            continue;
        auto& named = made.emplace_back();
        named.kind = parts.back();
        named.group = parts.size() == 2 ? parts[0] : "";
    }
    return made;
}

std::vector<proto::signature_key> keys_of(const text_list& texts) {
    std::vector<proto::signature_key> made;
    try {
        for (const auto& text : texts)
            made.emplace_back().key_id = gnupg_key_id(text);
    } catch (const std::invalid_argument& fault) {
        throw failure(exit_code::failure, fault.what());
    }
    return made;
}

} // namespace

void describe_project(flag_set& flags, project_options& given) {
    flags.add(given.allowed_cluster_resources, "allow-cluster-resource", 0,
              "allowed cluster-scoped KIND, GROUP/KIND or GROUP/KIND/NAME (repeatable)");
    flags.add(given.allowed_namespaced_resources, "allow-namespaced-resource", 0,
              "allowed namespaced KIND or GROUP/KIND (repeatable)");
    flags.add(given.denied_cluster_resources, "deny-cluster-resource", 0,
              "denied cluster-scoped KIND, GROUP/KIND or GROUP/KIND/NAME (repeatable)");
    flags.add(given.denied_namespaced_resources, "deny-namespaced-resource", 0,
              "denied namespaced KIND or GROUP/KIND (repeatable)");
    flags.add(given.description, "description", 0, "what the project is for");
    flags.add(given.destinations, "dest", 'd',
              "allowed destination: SERVER,NAMESPACE (repeatable)");
    flags.add(given.service_accounts, "dest-service-accounts", 0,
              "service account of a destination: SERVER,NAMESPACE,ACCOUNT (repeatable)");
    flags.add(given.orphaned_resources, "orphaned-resources", 0,
              "watch for resources that belong to no application");
    flags.add(given.orphaned_resources_warn, "orphaned-resources-warn", 0,
              "applications get a warning of such resources");
    flags
        .add_csv(given.signature_keys, "signature-keys", 0,
                 "GnuPG keys that commits must be signed with")
        .naming(name_kind::gpg_key);
    flags.add_csv(given.source_namespaces, "source-namespaces", 0,
                  "namespaces that applications may live in");
    flags.add(given.sources, "src", 's', "allowed source repository (repeatable)")
        .naming(name_kind::repository);
}

void apply_project_options(proto::project_spec& spec, const invocation& call,
                           const project_options& given) {
    const auto is_given = [&](std::string_view flag) { return call.given(flag); };
    if (is_given("allow-cluster-resource"))
        spec.allowed_cluster_resources = patterns_of(given.allowed_cluster_resources);
    if (is_given("allow-namespaced-resource"))
        spec.allowed_namespaced_resources = kinds_of(given.allowed_namespaced_resources);
    if (is_given("deny-cluster-resource"))
        spec.denied_cluster_resources = patterns_of(given.denied_cluster_resources);
    if (is_given("deny-namespaced-resource"))
        spec.denied_namespaced_resources = kinds_of(given.denied_namespaced_resources);
    if (is_given("description"))
        spec.description = given.description;
    if (is_given("dest"))
        spec.destinations = destinations_of(given.destinations);
    if (is_given("dest-service-accounts"))
        spec.destination_service_accounts = accounts_of(given.service_accounts);
    if (is_given("signature-keys"))
        spec.signature_keys = keys_of(given.signature_keys);
    if (is_given("source-namespaces"))
        spec.source_namespaces = given.source_namespaces;
    if (is_given("src"))
        spec.source_repos = given.sources;
    const bool says_warn = is_given("orphaned-resources-warn");
    if (is_given("orphaned-resources") || says_warn) {
        // Rewritten whole, ignored kinds with it, as there.
        spec.orphaned_resources.reset();
        if (given.orphaned_resources || says_warn)
            spec.orphaned_resources.emplace();
        if (says_warn)
            spec.orphaned_resources->warn = given.orphaned_resources_warn;
    }
}

} // namespace argocdpp::cli
