#include "commands.hpp"

#include "official_commands.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace argocdpp::cli {

namespace {

const command root = {
    .path = "",
    .summary = "Command line of Argo CD: a small argocd that speaks REST",
};
const command account = {.path = "account",
                         .summary = "Look at accounts, their tokens, and what one may do"};
const command app = {.path = "app",
                     .summary = "Look at applications, sync, change and delete them"};
const command app_actions = {.path = "app actions",
                             .summary = "List and run the actions that resources offer"};
const command appset = {.path = "appset",
                        .summary = "Look at application sets, create and delete them"};
const command cert = {.path = "cert",
                      .summary = "What repository servers are known by: certificates, host keys"};
const command cluster = {.path = "cluster",
                         .summary = "Look at clusters that Argo CD deploys to, change them"};
const command gpg = {.path = "gpg", .summary = "Keys that signatures of commits are checked with"};
const command proj = {
    .path = "proj", .aliases = "project", .summary = "Look at projects and change them"};
const command proj_role = {.path = "proj role", .summary = "Who may do what in a project"};
const command proj_integrity = {.path = "proj source-integrity",
                                .summary = "What a project's sources must prove"};
const command proj_integrity_git = {.path = "proj source-integrity git",
                                    .summary = "What commits must prove"};
const command proj_integrity_policies = {.path = "proj source-integrity git policies",
                                         .summary = "Whose signatures commits are taken with"};
const command proj_windows = {.path = "proj windows",
                              .summary = "When a project's applications may sync"};
const command repo = {.path = "repo", .summary = "Repositories that manifests come from"};
const command repocreds = {.path = "repocreds",
                           .summary = "Credentials that repositories of one place share"};

constexpr std::array rows = {
    &root,
    &account,
    &account_bcrypt,
    &account_can_i,
    &account_delete_token,
    &account_generate_token,
    &account_get,
    &account_get_user_info,
    &account_list,
    &account_session_token,
    &account_update_password,
    &app,
    &app_actions,
    &app_actions_list,
    &app_actions_run,
    &app_add_source,
    &app_confirm_deletion,
    &app_create,
    &app_delete,
    &app_delete_resource,
    &app_diagnose,
    &app_diff,
    &app_edit,
    &app_get,
    &app_get_resource,
    &app_history,
    &app_list,
    &app_logs,
    &app_manifests,
    &app_patch,
    &app_patch_resource,
    &app_remove_source,
    &app_resources,
    &app_rollback,
    &app_set,
    &app_sync,
    &app_terminate_op,
    &app_unset,
    &app_wait,
    &appset,
    &appset_create,
    &appset_delete,
    &appset_generate,
    &appset_get,
    &appset_list,
    &appset_wait,
    &cert,
    &cert_add_ssh,
    &cert_add_tls,
    &cert_list,
    &cert_rm,
    &cluster,
    &cluster_get,
    &cluster_list,
    &cluster_rm,
    &cluster_rotate_auth,
    &cluster_set,
    &complete_command,
    &completion_command,
    &configure_command,
    &context_command,
    &gpg,
    &gpg_add,
    &gpg_get,
    &gpg_list,
    &gpg_rm,
    &help_command,
    &login,
    &logout,
    &proj,
    &proj_add_destination,
    &proj_add_destination_service_account,
    &proj_add_orphaned_ignore,
    &proj_add_signature_key,
    &proj_add_source,
    &proj_add_source_namespace,
    &proj_allow_cluster_resource,
    &proj_allow_namespace_resource,
    &proj_create,
    &proj_delete,
    &proj_deny_cluster_resource,
    &proj_deny_namespace_resource,
    &proj_edit,
    &proj_get,
    &proj_list,
    &proj_remove_destination,
    &proj_remove_destination_service_account,
    &proj_remove_orphaned_ignore,
    &proj_remove_signature_key,
    &proj_remove_source,
    &proj_remove_source_namespace,
    &proj_role,
    &proj_role_add_group,
    &proj_role_add_policy,
    &proj_role_create,
    &proj_role_create_token,
    &proj_role_delete,
    &proj_role_delete_token,
    &proj_role_get,
    &proj_role_list,
    &proj_role_list_tokens,
    &proj_role_remove_group,
    &proj_role_remove_policy,
    &proj_set,
    &proj_integrity,
    &proj_integrity_git,
    &proj_integrity_policies,
    &proj_integrity_add,
    &proj_integrity_delete,
    &proj_integrity_list,
    &proj_integrity_update,
    &proj_windows,
    &proj_windows_add,
    &proj_windows_delete,
    &proj_windows_disable_manual_sync,
    &proj_windows_disable_sync_overrun,
    &proj_windows_enable_manual_sync,
    &proj_windows_enable_sync_overrun,
    &proj_windows_list,
    &proj_windows_update,
    &relogin,
    &repo,
    &repo_add,
    &repo_get,
    &repo_list,
    &repo_rm,
    &repocreds,
    &repocreds_add,
    &repocreds_list,
    &repocreds_rm,
    &self_download,
    &version,
};

bool has_alias(const command& row, std::string_view word) {
    std::string_view rest = row.aliases;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        if (rest.substr(0, end) == word)
            return true;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return false;
}

const command* find_below(const command& group, std::string_view word) {
    for (const command* row : rows)
        if (is_below(group, *row) && (last_word(*row) == word || has_alias(*row, word)))
            return row;
    return nullptr;
}

bool takes_next_word(std::string_view word, const flag_set& globals) {
    if (word.find('=') != std::string_view::npos)
        return false;
    const flag* known = nullptr;
    if (word.starts_with("--"))
        known = globals.find(word.substr(2));
    else if (word.size() == 2)
        known = globals.find(word[1]);
    else
        return false;
    return !known || !known->is_switch();
}

/// The place of the first word that is no flag, nor a flag's value.
std::optional<std::size_t> first_argument(const std::vector<std::string>& words,
                                          const flag_set& globals) {
    for (std::size_t at = 0; at < words.size(); ++at) {
        const std::string& word = words[at];
        if (word == "--")
            return std::nullopt;
        if (word.size() > 1 && word[0] == '-') {
            if (takes_next_word(word, globals))
                ++at;
        } else if (!word.empty() && word != "-") {
            return at;
        }
    }
    return std::nullopt;
}

} // namespace

std::span<const command* const> all_commands() { return rows; }

std::string_view last_word(const command& row) {
    const std::size_t space = row.path.rfind(' ');
    return space == std::string_view::npos ? row.path : row.path.substr(space + 1);
}

bool is_below(const command& group, const command& row) {
    if (row.path.empty())
        return false;
    const std::size_t space = row.path.rfind(' ');
    return row.path.substr(0, space == std::string_view::npos ? 0 : space) == group.path;
}

std::vector<const command*> subcommands(const command& group) {
    std::vector<const command*> found;
    for (const command* row : rows)
        if (is_below(group, *row) && !row->hidden)
            found.push_back(row);
    return found;
}

command_search find_command(const std::vector<std::string>& words, const flag_set& globals) {
    command_search search{.row = &root, .words = words};
    for (;;) {
        const std::optional<std::size_t> at = first_argument(search.words, globals);
        search.next_word = at ? search.words[*at] : "";
        if (!at)
            return search;
        const command* row =
            search.absent.empty() ? find_below(*search.row, search.next_word) : nullptr;
        const std::string_view path = search.absent.empty() ? search.row->path : search.absent;
        const std::string official = row ? "" : official_command(path, search.next_word);
        if (!row && official.empty())
            return search;
        if (row)
            search.row = row;
        search.absent = official;
        search.words.erase(search.words.begin() + static_cast<std::ptrdiff_t>(*at));
    }
}

} // namespace argocdpp::cli
