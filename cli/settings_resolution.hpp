#pragma once
// Where and as whom: flags, ARGOCD_OPTS, environment and config file made one client_settings.
//
// Precedence is one table (settings_table), which `help environment` prints: the first of flag,
// ARGOCD_OPTS, variable, context, default wins. Switches are on where any of these says so. With
// server and token given by flag or variable the config file is still read, as the official CLI
// reads it: its certificates and switches count, and a broken one is an error.

#include "global_flags.hpp"
#include "local_config.hpp"

#include <argocdpp/settings.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace argocdpp::cli {

/// One row of the table of precedence.
struct setting {
    std::string_view flag;     ///< with its dashes
    bool in_options = false;   ///< ARGOCD_OPTS may hold it
    std::string_view variable; ///< the environment's name for it
    std::string_view context;  ///< the key in the config file
    std::string_view otherwise;
};

std::span<const setting> settings_table();

/// What one run knows when it resolves its settings.
struct setting_sources {
    const global_flags& globals; ///< with ARGOCD_OPTS and the environment as defaults
    const flag_set& flags;       ///< tells which flags were given
    const environment& variables;
    const std::optional<local_config>& config;
};

struct resolved_settings {
    client_settings client;
    std::string server_origin; ///< "--server", "ARGOCD_OPTS", "ARGOCD_SERVER" or "context NAME"
    std::string token_origin;  ///< likewise; empty without a token
    std::string token_file;    ///< where the token was read from a file that may get another one
    std::string token_user;    ///< the config file's user whose token it is; empty for others
};

/// A token, or the file that holds it, and what named it.
struct token_choice {
    std::string token;
    std::string file;
    std::string origin; ///< "--auth-token", "ARGOCD_AUTH_TOKEN_FILE" and so on
};

/// What flags, ARGOCD_OPTS or variables say; empty where the context has the word. Throws `failure`
/// where one of these names both a token and a file.
token_choice chosen_token(const setting_sources& sources);
/// The token in the file chosen. Throws `failure` that tells who named it.
std::string read_chosen_token(const token_choice& chosen);

/// Throws `failure` (exit code 1): no server named, a context that does not resolve, a bad file.
resolved_settings resolve_settings(const setting_sources& sources);

/// Settings for one server of the config file, without a token. Throws `failure`.
client_settings settings_for_server(const setting_sources& sources, const config_server& server);

/// The proxies that the environment names, in either case.
proxy_settings proxies_of(const environment& variables);
/// Splits "NAME:VALUE" at its first colon. Throws `failure`.
header_list parse_headers(const text_list& headers);
/// Refuses --core, --port-forward and --port-forward-namespace. Throws `failure`.
void refuse_kubernetes_access(const global_flags& globals);

} // namespace argocdpp::cli
