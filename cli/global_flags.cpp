#include "global_flags.hpp"

#include "csv_record.hpp"
#include "failure.hpp"
#include "go_values.hpp"

#include <initializer_list>
#include <stdexcept>
#include <utility>

namespace argocdpp::cli {

namespace {

using named_text = std::pair<std::string_view, std::string*>;

void take_variables(const environment& variables, std::initializer_list<named_text> targets) {
    for (const auto& [name, target] : targets)
        if (std::string value = variable(variables, name); !value.empty())
            *target = std::move(value);
}

void take_options(const option_values& options, std::initializer_list<named_text> targets) {
    for (const auto& [name, target] : targets)
        if (const auto at = options.find(name); at != options.end())
            *target = at->second;
}

void take_switches(const option_values& options,
                   std::initializer_list<std::pair<std::string_view, bool*>> targets) {
    for (const auto& [name, target] : targets)
        if (const auto at = options.find(name); at != options.end())
            *target = at->second == "true";
}

void add_connection_flags(flag_set& flags, global_flags& globals) {
    flags.add(globals.server, "server", 0, "The server: host, host:port, or a URL")
        .naming(name_kind::server);
    flags.add(globals.auth_token, "auth-token", 0,
              "The token to show to the server; best given as ARGOCD_AUTH_TOKEN");
    flags
        .add(globals.auth_token_file, "auth-token-file", 0,
             "A file with that token (- is standard input), read anew where the server refuses it")
        .not_in_argocd();
    flags.add(globals.context, "argocd-context", 0, "The context of the config file to use")
        .naming(name_kind::context);
    flags.add(globals.config, "config", 0, "The config file (see `help environment`)");
    flags.add(globals.plaintext, "plaintext", 0, "Talk to the server without TLS");
    flags.add(globals.insecure, "insecure", 0, "Accept any certificate of the server");
    flags.add(globals.server_crt, "server-crt", 0,
              "A PEM file of authorities to trust besides the system's");
    flags.add(globals.client_crt, "client-crt", 0, "A PEM file with the client's certificate");
    flags.add(globals.client_crt_key, "client-crt-key", 0,
              "A PEM file with that certificate's key");
    flags.add_csv(globals.headers, "header", 'H', "NAME:VALUE to send with every request");
    flags.add(globals.grpc_web_root_path, "grpc-web-root-path", 0,
              "The path below which the server is found");
}

void add_conduct_flags(flag_set& flags, global_flags& globals) {
    flags.add(globals.log_format, "logformat", 0, "Messages on standard error as json or text")
        .one_of("json text");
    flags.add(globals.log_level, "loglevel", 0, "The least of debug, info, warn, error to report")
        .one_of("debug info warn error");
    flags
        .add(globals.exit_codes, "exit-codes", 0,
             "official, or detailed: one for each kind of failure (see `help exit-codes`)")
        .one_of("official detailed")
        .or_variable();
    flags.add(globals.prompts_enabled, "prompts-enabled", 0,
              "Ask before doing what can't be undone");
    flags.add(globals.http_retry_max, "http-retry-max", 0,
              "Accepted; how often to ask again is argocdpp's own affair");
    flags.add(globals.grpc_web, "grpc-web", 0, "Accepted; argocdpp needs no gRPC");
    flags.add(globals.core, "core", 0, "Refused: argocdpp talks to the API server only");
    flags.add(globals.port_forward, "port-forward", 0,
              "Refused: argocdpp talks to the API server only");
    flags.add(globals.port_forward_namespace, "port-forward-namespace", 0, "Refused likewise");
    flags.hide("port-forward-namespace");
}

void add_kubernetes_names(flag_set& flags, global_flags& globals) {
    const std::initializer_list<named_text> names = {
        {"kube-context", &globals.kube_context},
        {"controller-name", &globals.controller_name},
        {"redis-compress", &globals.redis_compress},
        {"redis-haproxy-name", &globals.redis_haproxy_name},
        {"redis-name", &globals.redis_name},
        {"repo-server-name", &globals.repo_server_name},
        {"server-name", &globals.server_name},
    };
    for (const auto& [name, target] : names) {
        flags.add(*target, name, 0, "Accepted; it matters only to --core and --port-forward");
        flags.hide(name);
    }
}

} // namespace

global_flags default_globals(const environment& variables, option_values options) {
    global_flags globals;
    take_variables(variables, {{"ARGOCD_SERVER", &globals.server},
                               {"ARGOCD_AUTH_TOKEN", &globals.auth_token},
                               {"ARGOCD_AUTH_TOKEN_FILE", &globals.auth_token_file},
                               {"ARGOCD_SERVER_NAME", &globals.server_name},
                               {"ARGOCD_APPLICATION_CONTROLLER_NAME", &globals.controller_name},
                               {"ARGOCD_REPO_SERVER_NAME", &globals.repo_server_name},
                               {"ARGOCD_REDIS_NAME", &globals.redis_name},
                               {"ARGOCD_REDIS_HAPROXY_NAME", &globals.redis_haproxy_name},
                               {"REDIS_COMPRESSION", &globals.redis_compress}});
    take_options(options, {{"config", &globals.config},
                           {"server", &globals.server},
                           {"auth-token", &globals.auth_token},
                           {"auth-token-file", &globals.auth_token_file},
                           {"server-crt", &globals.server_crt},
                           {"client-crt", &globals.client_crt},
                           {"client-crt-key", &globals.client_crt_key},
                           {"grpc-web-root-path", &globals.grpc_web_root_path},
                           {"port-forward-namespace", &globals.port_forward_namespace},
                           {"logformat", &globals.log_format},
                           {"loglevel", &globals.log_level}});
    take_switches(options, {{"plaintext", &globals.plaintext},
                            {"insecure", &globals.insecure},
                            {"grpc-web", &globals.grpc_web},
                            {"port-forward", &globals.port_forward},
                            {"core", &globals.core},
                            {"prompts-enabled", &globals.prompts_enabled}});
    try {
        if (const auto at = options.find("header"); at != options.end())
            globals.headers = read_csv_record(at->second);
        if (const auto at = options.find("http-retry-max"); at != options.end())
            globals.http_retry_max = parse_go_decimal(at->second);
    } catch (const std::invalid_argument& fault) {
        throw failure(exit_code::failure, fault.what());
    }
    globals.options = std::move(options);
    return globals;
}

void add_global_flags(flag_set& flags, global_flags& globals) {
    add_connection_flags(flags, globals);
    add_conduct_flags(flags, globals);
    add_kubernetes_names(flags, globals);
}

} // namespace argocdpp::cli
