#include "settings_resolution.hpp"

#include "base64.hpp"
#include "build_info.hpp"
#include "failure.hpp"
#include "go_values.hpp"
#include "text_file.hpp"
#include "token_file.hpp"

#include <argocdpp/error.hpp>

#include <array>

namespace argocdpp::cli {

namespace {

constexpr std::array<setting, 17> table = {{
    {"--config", true, "", "", "see below"},
    {"--argocd-context", false, "", "current-context", ""},
    {"--server", true, "ARGOCD_SERVER", "server", "(an error)"},
    {"--auth-token", true, "ARGOCD_AUTH_TOKEN", "auth-token", "(not logged in)"},
    {"--auth-token-file", true, "ARGOCD_AUTH_TOKEN_FILE", "", ""},
    {"--plaintext", true, "", "plain-text", "TLS"},
    {"--insecure", true, "", "insecure", "certificates are checked"},
    {"--server-crt", true, "", "certificate-authority-data", "the system's authorities"},
    {"--client-crt", true, "", "client-certificate-data", ""},
    {"--client-crt-key", true, "", "client-certificate-key-data", ""},
    {"--grpc-web-root-path", true, "", "grpc-web-root-path", "the path of the server's URL"},
    {"--header", true, "", "", ""},
    {"--prompts-enabled", true, "", "prompts-enabled", "false"},
    {"--logformat", true, "", "", "json; plain text on a terminal"},
    {"--loglevel", true, "", "", "info"},
    {"--core", true, "", "core", "false (true is refused)"},
    {"--port-forward", true, "", "", "false (true is refused)"},
}};

[[noreturn]] void fail(const std::string& message) { throw failure(exit_code::failure, message); }

constexpr std::string_view no_kubernetes =
    " is not available: argocdpp talks to the Argo CD API server only, not to Kubernetes";

/// A context with its server and its user.
struct resolved_context {
    std::string name;
    config_server server;
    config_user user;
};

resolved_context resolve_context(const setting_sources& sources) {
    if (!sources.config)
        return {};
    try {
        const config_context context = sources.config->resolve(sources.globals.context);
        return {context.name, *sources.config->server(context.server),
                *sources.config->user(context.user)};
    } catch (const failure& fault) {
        fail(std::string("error resolving context: ") + fault.what());
    }
}

std::string first_of(const std::string& given, const std::string& otherwise) {
    return given.empty() ? otherwise : given;
}

/// What named the server.
std::string server_origin(const setting_sources& sources, const std::string& context) {
    if (!sources.globals.server.empty() && sources.flags.changed("server"))
        return "--server";
    if (!sources.globals.server.empty() && sources.globals.options.contains("server"))
        return "ARGOCD_OPTS";
    if (!variable(sources.variables, "ARGOCD_SERVER").empty())
        return "ARGOCD_SERVER";
    return "context " + context;
}

/// A flag's value where ARGOCD_OPTS gave it.
std::string optional_value(const setting_sources& sources, std::string_view flag) {
    const auto& options = sources.globals.options;
    const auto at = options.find(flag);
    return at == options.end() || sources.flags.changed(flag) ? "" : at->second;
}

void take_token(const setting_sources& sources, const resolved_context& context,
                resolved_settings& made) {
    token_choice chosen = chosen_token(sources);
    if (chosen.origin.empty()) {
        chosen = {context.user.auth_token, "", "context " + context.name};
        made.token_user = context.user.name;
    }
    made.client.token = trimmed(chosen.token);
    made.token_file = chosen.file;
    if (!chosen.file.empty())
        made.client.token = read_chosen_token(chosen);
    if (!made.client.token.empty())
        made.token_origin = chosen.origin;
}

void require_pem(std::string_view text, std::string_view what, const char* message) {
    if (text.find("-----BEGIN " + std::string(what)) == std::string_view::npos)
        fail(message);
}

void take_authorities(const setting_sources& sources, const config_server& server,
                      client_settings& made) {
    tls_settings& tls = made.tls;
    tls.insecure = sources.globals.insecure || server.insecure;
    tls.authorities_file = variable(sources.variables, "SSL_CERT_FILE");
    tls.authorities_directory = variable(sources.variables, "SSL_CERT_DIR");
    tls.extra_authorities = decode_base64(server.certificate_authority_data);
    if (!sources.globals.server_crt.empty())
        tls.extra_authorities = read_text_file(sources.globals.server_crt);
    if (!made.plain_text && !tls.extra_authorities.empty())
        require_pem(tls.extra_authorities, "CERTIFICATE",
                    "credentials: failed to append certificates");
}

void take_client_certificate(const global_flags& globals, const config_server& server,
                             tls_settings& tls) {
    if (server.client_certificate_data.empty() != server.client_certificate_key_data.empty())
        fail(
            "ClientCertificateData and ClientCertificateKeyData must always be specified together");
    tls.client_certificate = decode_base64(server.client_certificate_data);
    tls.client_key = decode_base64(server.client_certificate_key_data);
    if (globals.client_crt.empty() != globals.client_crt_key.empty())
        fail("--client-crt and --client-crt-key must always be specified together");
    if (!globals.client_crt.empty()) {
        tls.client_certificate = read_text_file(globals.client_crt);
        tls.client_key = read_text_file(globals.client_crt_key);
    }
    if (tls.client_certificate.empty() && tls.client_key.empty())
        return;
    require_pem(tls.client_certificate, "",
                "tls: failed to find any PEM data in certificate input");
    require_pem(tls.client_key, "", "tls: failed to find any PEM data in key input");
}

/// What is the same for every server: certificates, proxies, headers.
void take_surroundings(const setting_sources& sources, const config_server& server,
                       client_settings& made) {
    take_authorities(sources, server, made);
    take_client_certificate(sources.globals, server, made.tls);
    made.proxy = proxies_of(sources.variables);
    made.user_agent = "argocdpp/" + std::string(this_build().version);
    try {
        made.headers = parse_headers(sources.globals.headers);
    } catch (const failure& fault) {
        fail("Failed to establish connection to " + made.server.authority() + ": " + fault.what());
    }
}

std::string root_path(const std::string& given, const std::string& of_server) {
    std::string_view path = given.empty() ? std::string_view(of_server) : std::string_view(given);
    while (path.starts_with('/'))
        path.remove_prefix(1);
    while (path.ends_with('/'))
        path.remove_suffix(1);
    return path.empty() ? "" : "/" + std::string(path);
}

/// A scheme in the server's text decides; else plain text must have been asked for.
void take_address(const setting_sources& sources, const config_server& server,
                  resolved_settings& made, const std::string& address) {
    std::optional<bool> by_scheme;
    try {
        made.client.server = parse_server(address, by_scheme);
    } catch (const error& fault) {
        fail(fault.what());
    }
    const bool asked = sources.globals.plaintext || server.plain_text;
    // A variable may come from anywhere; a secret is not sent in the clear on its word alone.
    if (by_scheme == true && !asked && made.server_origin == "ARGOCD_SERVER")
        fail("ARGOCD_SERVER names http://, which sends the token in plain text; add --plaintext "
             "if that is meant");
    made.client.plain_text = by_scheme.value_or(asked);
    made.client.server.root_path =
        root_path(first_of(sources.globals.grpc_web_root_path, server.grpc_web_root_path),
                  made.client.server.root_path);
}

} // namespace

std::span<const setting> settings_table() { return table; }

token_choice chosen_token(const setting_sources& sources) {
    const auto& globals = sources.globals;
    const auto& flags = sources.flags;
    const auto of_flag = [&flags](std::string_view name, const std::string& value) {
        return flags.changed(name) ? value : "";
    };
    struct place {
        std::string token, token_name, file, file_name;
    };
    const std::array<place, 3> places = {{
        {of_flag("auth-token", globals.auth_token), "--auth-token",
         of_flag("auth-token-file", globals.auth_token_file), "--auth-token-file"},
        {optional_value(sources, "auth-token"), "ARGOCD_OPTS",
         optional_value(sources, "auth-token-file"), "ARGOCD_OPTS"},
        {variable(sources.variables, "ARGOCD_AUTH_TOKEN"), "ARGOCD_AUTH_TOKEN",
         variable(sources.variables, "ARGOCD_AUTH_TOKEN_FILE"), "ARGOCD_AUTH_TOKEN_FILE"},
    }};
    for (const auto& [token, token_name, file, file_name] : places) {
        if (!token.empty() && !file.empty())
            fail(token_name == file_name
                     ? token_name + ": only --auth-token or --auth-token-file is allowed, not both"
                     : "only " + token_name + " or " + file_name + " is allowed, not both");
        if (!token.empty() || !file.empty())
            return {token, file, token.empty() ? file_name : token_name};
    }
    return {};
}

std::string read_chosen_token(const token_choice& chosen) {
    try {
        return read_token_file(chosen.file);
    } catch (const failure& fault) {
        fail(chosen.origin + ": " + fault.what());
    }
}

resolved_settings resolve_settings(const setting_sources& sources) {
    const global_flags& globals = sources.globals;
    refuse_kubernetes_access(globals);
    const resolved_context context = resolve_context(sources);
    if (context.server.core)
        throw absence("context '" + context.name + "' says core, which" +
                      std::string(no_kubernetes));

    resolved_settings made;
    const std::string of_variable = variable(sources.variables, "ARGOCD_SERVER");
    const std::string address =
        first_of(globals.server, first_of(of_variable, context.server.server));
    if (address.empty())
        fail("Argo CD server address unspecified");
    made.server_origin = server_origin(sources, context.name);
    take_address(sources, context.server, made, address);

    take_token(sources, context, made);
    take_surroundings(sources, context.server, made.client);
    return made;
}

client_settings settings_for_server(const setting_sources& sources, const config_server& server) {
    refuse_kubernetes_access(sources.globals);
    resolved_settings made;
    made.server_origin = "context";
    take_address(sources, server, made, server.server);
    made.client.plain_text = server.plain_text;
    take_surroundings(sources, server, made.client);
    made.client.tls.insecure = server.insecure;
    return std::move(made.client);
}

proxy_settings proxies_of(const environment& variables) {
    const auto either = [&](std::string_view upper, std::string_view lower) {
        return first_of(variable(variables, upper), variable(variables, lower));
    };
    return {.http = either("HTTP_PROXY", "http_proxy"),
            .https = either("HTTPS_PROXY", "https_proxy"),
            .all = either("ALL_PROXY", "all_proxy"),
            .no_proxy = either("NO_PROXY", "no_proxy")};
}

header_list parse_headers(const text_list& headers) {
    header_list parsed;
    for (const std::string& header : headers) {
        const std::size_t colon = header.find(':');
        if (colon == std::string::npos || colon == 0)
            fail("additional headers must be colon(:)-separated: " + header);
        if (header.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos)
            fail("additional headers must be one line each: " + header.substr(0, colon));
        parsed.emplace_back(header.substr(0, colon), header.substr(colon + 1));
    }
    return parsed;
}

void refuse_kubernetes_access(const global_flags& globals) {
    if (globals.core)
        throw absence("--core" + std::string(no_kubernetes));
    if (globals.port_forward || !globals.port_forward_namespace.empty())
        throw absence("--port-forward" + std::string(no_kubernetes));
}

} // namespace argocdpp::cli
