#pragma once
// The table of commands: the one place where they are listed. Listing, lookup, help and completion
// all come from it. A new command is its file, a declaration here and a line in commands.cpp.

#include "command.hpp"
#include "flags.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

extern const command account_bcrypt;
extern const command account_can_i;
extern const command account_delete_token;
extern const command account_generate_token;
extern const command account_get;
extern const command account_get_user_info;
extern const command account_list;
extern const command account_session_token;
extern const command account_update_password;
extern const command app_actions_list;
extern const command app_actions_run;
extern const command app_add_source;
extern const command app_confirm_deletion;
extern const command app_create;
extern const command app_delete;
extern const command app_delete_resource;
extern const command app_diagnose;
extern const command app_diff;
extern const command app_edit;
extern const command app_get;
extern const command app_get_resource;
extern const command app_history;
extern const command app_list;
extern const command app_logs;
extern const command app_manifests;
extern const command app_patch;
extern const command app_patch_resource;
extern const command app_remove_source;
extern const command app_resources;
extern const command app_rollback;
extern const command app_set;
extern const command app_sync;
extern const command app_terminate_op;
extern const command app_unset;
extern const command app_wait;
extern const command appset_create;
extern const command appset_delete;
extern const command appset_generate;
extern const command appset_get;
extern const command appset_list;
extern const command appset_wait;
extern const command cert_add_ssh;
extern const command cert_add_tls;
extern const command cert_list;
extern const command cert_rm;
extern const command cluster_get;
extern const command cluster_list;
extern const command cluster_rm;
extern const command cluster_rotate_auth;
extern const command cluster_set;
extern const command complete_command;
extern const command completion_command;
extern const command configure_command;
extern const command context_command;
extern const command gpg_add;
extern const command gpg_get;
extern const command gpg_list;
extern const command gpg_rm;
extern const command help_command;
extern const command login;
extern const command logout;
extern const command proj_add_destination;
extern const command proj_add_destination_service_account;
extern const command proj_add_orphaned_ignore;
extern const command proj_add_signature_key;
extern const command proj_add_source;
extern const command proj_add_source_namespace;
extern const command proj_allow_cluster_resource;
extern const command proj_allow_namespace_resource;
extern const command proj_create;
extern const command proj_delete;
extern const command proj_deny_cluster_resource;
extern const command proj_deny_namespace_resource;
extern const command proj_edit;
extern const command proj_get;
extern const command proj_integrity_add;
extern const command proj_integrity_delete;
extern const command proj_integrity_list;
extern const command proj_integrity_update;
extern const command proj_list;
extern const command proj_remove_destination;
extern const command proj_remove_destination_service_account;
extern const command proj_remove_orphaned_ignore;
extern const command proj_remove_signature_key;
extern const command proj_remove_source;
extern const command proj_remove_source_namespace;
extern const command proj_role_add_group;
extern const command proj_role_add_policy;
extern const command proj_role_create;
extern const command proj_role_create_token;
extern const command proj_role_delete;
extern const command proj_role_delete_token;
extern const command proj_role_get;
extern const command proj_role_list;
extern const command proj_role_list_tokens;
extern const command proj_role_remove_group;
extern const command proj_role_remove_policy;
extern const command proj_set;
extern const command proj_windows_add;
extern const command proj_windows_delete;
extern const command proj_windows_disable_manual_sync;
extern const command proj_windows_disable_sync_overrun;
extern const command proj_windows_enable_manual_sync;
extern const command proj_windows_enable_sync_overrun;
extern const command proj_windows_list;
extern const command proj_windows_update;
extern const command relogin;
extern const command repo_add;
extern const command repo_get;
extern const command repo_list;
extern const command repo_rm;
extern const command repocreds_add;
extern const command repocreds_list;
extern const command repocreds_rm;
extern const command self_download;
extern const command version;

/// Every row, groups before their commands; the first one is the program itself, with an empty
/// path.
std::span<const command* const> all_commands();
inline const command& root_command() { return *all_commands().front(); }

/// "wait" of "app wait".
std::string_view last_word(const command& row);
/// Whether the row stands directly below the group.
bool is_below(const command& group, const command& row);
/// The rows directly below a group in the order of the table, without hidden ones.
std::vector<const command*> subcommands(const command& group);

/// What a command line asks for.
struct command_search {
    /// The row that the command words lead to; the root's where there are none.
    const command* row = nullptr;
    /// The path of a command that the official CLI has and argocdpp has not; else empty.
    std::string absent = {};
    /// The command line without the command words.
    std::vector<std::string> words = {};
    /// The first word behind them that is no flag nor a flag's value; empty where there is none.
    std::string next_word = {};
};

/// Finds the command words among flags, as cobra does: a flag that is no switch of `globals` takes
/// the next word with it.
command_search find_command(const std::vector<std::string>& words, const flag_set& globals);

} // namespace argocdpp::cli
