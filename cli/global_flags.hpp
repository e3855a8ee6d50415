#pragma once
// Flags that every command takes, with ARGOCD_OPTS and the environment as their defaults.

#include "environment.hpp"
#include "flags.hpp"
#include "options_variable.hpp"

#include <string>

namespace argocdpp::cli {

struct global_flags {
    std::string config;
    std::string context;
    std::string server;
    std::string auth_token;
    std::string auth_token_file;
    std::string server_crt;
    std::string client_crt;
    std::string client_crt_key;
    std::string grpc_web_root_path;
    text_list headers;
    bool plaintext = false;
    bool insecure = false;
    bool grpc_web = false;
    bool core = false;
    bool port_forward = false;
    std::string port_forward_namespace;
    bool prompts_enabled = false;
    long long http_retry_max = 0;
    std::string log_format = "json";
    std::string log_level = "info";
    std::string exit_codes = "official";
    // Accepted for the official CLI's sake; they matter only where it talks to Kubernetes itself.
    std::string kube_context;
    std::string controller_name = "argocd-application-controller";
    std::string redis_compress = "gzip";
    std::string redis_haproxy_name = "argocd-redis-ha-haproxy";
    std::string redis_name = "argocd-redis";
    std::string repo_server_name = "argocd-repo-server";
    std::string server_name = "argocd-server";
    /// What ARGOCD_OPTS said; the flags above have it as their defaults.
    option_values options;
};

/// The flags before a command line is read: ARGOCD_OPTS, else the environment, else the defaults
/// above. Throws `failure` where ARGOCD_OPTS holds no number, or no CSV, where one must be.
global_flags default_globals(const environment& variables, option_values options);

/// Declares the global flags, --help not among them.
void add_global_flags(flag_set& flags, global_flags& globals);

} // namespace argocdpp::cli
