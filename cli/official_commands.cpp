#include "official_commands.hpp"

#include <algorithm>
#include <array>

namespace argocdpp::cli {

namespace {

struct official_group {
    std::string_view path;
    std::string_view names; ///< separated by spaces; aliases behind a bar
};

constexpr std::array<official_group, 28> groups = {{
    {"", "account admin app appset cert cluster completion configure context|ctx gpg login logout "
         "proj|project relogin repo repocreds version"},
    {"account", "bcrypt can-i delete-token generate-token get get-user-info|whoami list "
                "session-token update-password"},
    {"admin", "app cluster dashboard export import initial-password notifications proj "
              "redis-initial-password repo settings"},
    {"admin app", "diff-reconcile-results generate-spec get-reconcile-results"},
    {"admin cluster", "generate-spec kubeconfig namespaces shards stats"},
    {"admin cluster namespaces", "disable-namespaced-mode enable-namespaced-mode"},
    {"admin notifications", "template trigger"},
    {"admin notifications template", "get notify"},
    {"admin notifications trigger", "get run"},
    {"admin proj", "generate-allow-list generate-spec update-role-policy"},
    {"admin repo", "generate-spec"},
    {"admin settings", "rbac resource-overrides validate"},
    {"admin settings rbac", "can validate"},
    {"admin settings resource-overrides", "health ignore-differences ignore-resource-updates "
                                          "list-actions run-action|action"},
    {"app", "actions add-source confirm-deletion create delete delete-resource diff edit get "
            "get-resource history list logs manifests patch patch-resource remove-source resources "
            "rollback set sync terminate-op unset wait"},
    {"app actions", "list run"},
    {"appset", "create delete generate get list"},
    {"cert", "add-ssh add-tls list rm"},
    {"cluster", "add get list rm rotate-auth set"},
    {"gpg", "add get list rm"},
    {"proj", "add-destination add-destination-service-account add-orphaned-ignore add-source "
             "add-source-namespace allow-cluster-resource allow-namespace-resource create delete "
             "deny-cluster-resource deny-namespace-resource edit get list remove-destination "
             "remove-destination-service-account remove-orphaned-ignore remove-source "
             "remove-source-namespace role set source-integrity windows"},
    {"proj role", "add-group add-policy create create-token|token-create delete "
                  "delete-token|token-delete|remove-token get list "
                  "list-tokens|list-token|token-list remove-group remove-policy"},
    {"proj source-integrity", "git"},
    {"proj source-integrity git", "policies"},
    {"proj source-integrity git policies", "add delete list update"},
    {"proj windows", "add delete disable-manual-sync disable-sync-overrun enable-manual-sync "
                     "enable-sync-overrun list update"},
    {"repo", "add get list rm"},
    {"repocreds", "add list rm"},
}};

/// Cuts the text up to the separator off and returns it.
std::string_view take_until(std::string_view& rest, char separator) {
    const std::size_t end = std::min(rest.find(separator), rest.size());
    const std::string_view piece = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return piece;
}

std::string_view names_below(std::string_view path) {
    const auto at = std::ranges::find(groups, path, &official_group::path);
    return at == groups.end() ? "" : at->names;
}

} // namespace

std::string official_command(std::string_view group, std::string_view word) {
    std::string_view names = names_below(group);
    while (!names.empty()) {
        std::string_view spellings = take_until(names, ' ');
        const std::string_view name = spellings.substr(0, spellings.find('|'));
        while (!spellings.empty())
            if (take_until(spellings, '|') == word)
                return std::string(group) + (group.empty() ? "" : " ") + std::string(name);
    }
    return "";
}

std::vector<std::string_view> official_subcommands(std::string_view group) {
    std::vector<std::string_view> found;
    std::string_view names = names_below(group);
    while (!names.empty()) {
        std::string_view spellings = take_until(names, ' ');
        found.push_back(take_until(spellings, '|'));
    }
    return found;
}

std::string absence_message(std::string_view path) {
    if (path == "admin initial-password")
        return "`admin initial-password` reads a secret from Kubernetes, which argocdpp does not "
               "talk to; "
               "use: kubectl -n argocd get secret argocd-initial-admin-secret "
               "-o jsonpath='{.data.password}' | base64 -d";
    if (path.starts_with("admin") || path == "cluster add")
        return "`" + std::string(path) +
               "` works on Kubernetes directly, and argocdpp talks to the API server only; use the "
               "official argocd";
    return "`" + std::string(path) + "` is not in argocdpp yet; use the official argocd";
}

} // namespace argocdpp::cli
