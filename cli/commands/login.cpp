// argocdpp login: a token for a local account or by single sign-on, kept in the config file
// together with its server.

#include "../base64.hpp"
#include "../commands.hpp"
#include "../questions.hpp"
#include "../single_sign_on.hpp"
#include "../text_file.hpp"
#include "../tls_check.hpp"
#include "../token_claims.hpp"

#include <argocdpp/sessions.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    std::string name;
    std::string username;
    std::string password;
    bool password_stdin = false;
    sso_options single;
    bool sso = false;
    bool skip_test_tls = false;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.name, "name", 0, "name of the context; the server's address where missing");
    flags.add(given.password, "password", 0, "password of the account; asked for where missing");
    flags
        .add(given.password_stdin, "password-stdin", 0,
             "take the first line of standard input as the password; needs --username")
        .not_in_argocd();
    flags.add(given.skip_test_tls, "skip-test-tls", 0,
              "don't look first whether the server speaks TLS and is trusted");
    flags.add(given.sso, "sso", 0, "single sign-on by the issuer that the server names");
    add_sso_flags(flags, given.single);
    flags.add(given.username, "username", 0, "name of a local account; asked for where missing");
}

/// The config file's entry for a SERVER argument. Of a URL the file takes the host, with the port
/// where it is not 443: the official CLI reads the file too.
config_server entry_of(const std::string& server, const global_flags& globals) {
    std::optional<bool> plain_text;
    const server_address address = parse_server(server, plain_text);
    config_server entry;
    entry.server = server.substr(0, server.find('/'));
    if (plain_text) {
        const std::size_t host = server.find("://") + 3;
        entry.server = server.substr(host, server.find('/', host) - host);
        if (*plain_text && address.port == 80 && !entry.server.ends_with(":80"))
            entry.server += ":80";
    }
    entry.plain_text = plain_text.value_or(globals.plaintext);
    entry.insecure = globals.insecure;
    entry.grpc_web = globals.grpc_web;
    entry.grpc_web_root_path = globals.grpc_web_root_path;
    if (entry.grpc_web_root_path.empty())
        entry.grpc_web_root_path = address.root_path;
    return entry;
}

/// What the file holds for the server stays, and so does a --server-crt: without it the next
/// command would not get through. Reading the file first also shows a broken one before there is a
/// session.
void take_certificates(invocation& call, config_server& entry) {
    const auto config = call.read_config();
    if (const auto known = config ? config->server(entry.server) : std::nullopt) {
        entry.certificate_authority_data = known->certificate_authority_data;
        entry.client_certificate_data = known->client_certificate_data;
        entry.client_certificate_key_data = known->client_certificate_key_data;
    }
    const std::string& file = call.globals().server_crt;
    if (!file.empty())
        entry.certificate_authority_data = encode_base64(read_text_file(file));
}

std::string context_name(const config_server& entry) {
    std::string_view root = entry.grpc_web_root_path;
    while (root.starts_with('/'))
        root.remove_prefix(1);
    while (root.ends_with('/'))
        root.remove_suffix(1);
    return root.empty() ? entry.server : entry.server + "/" + std::string(root);
}

/// Lowers the entry's demands to what the server offers, if that is agreed to. False where it is
/// not.
task<bool> agree_on_tls(invocation& call, config_server& entry) {
    const tls_finding found = co_await check_tls(call, entry);
    if (found.state == tls_state::missing) {
        entry.plain_text = ask_to_proceed(
            call.streams(), "WARNING: server is not configured with TLS. Proceed (y/n)? ",
            "--plaintext to accept that");
        co_return entry.plain_text;
    }
    if (found.state == tls_state::untrusted) {
        entry.insecure = ask_to_proceed(call.streams(),
                                        "WARNING: server certificate had error: " + found.problem +
                                            ". Proceed insecurely (y/n)? ",
                                        "--server-crt to trust it, or --insecure to accept it");
        co_return entry.insecure;
    }
    co_return true;
}

void take_password(invocation& call, options& given) {
    if (given.username.empty())
        throw failure(exit_code::error, "--password-stdin needs --username");
    take_secret_line(call.streams(), "password", given.password);
}

task<std::string> create_token(invocation& call, config_server entry, options given) {
    std::string username = std::move(given.username);
    if (username.empty())
        username = ask_text(call.streams(), "Username", "--username");
    std::string password = std::move(given.password);
    if (password.empty())
        password = ask_secret(call.streams(), "Password", "--password or --password-stdin");
    const auto argocd = call.connect(call.settings_for(entry));
    co_return co_await argocd->session().create(std::move(username), std::move(password));
}

void remember(invocation& call, const config_server& entry, const std::string& name,
              const sso_tokens& tokens) {
    update_local_config(call.config_path(), [&](local_config& file) {
        config_user user;
        user.name = name;
        user.auth_token = tokens.id_token;
        user.refresh_token = tokens.refresh_token;
        config_context context;
        context.name = name;
        context.server = entry.server;
        context.user = name;
        file.upsert(entry);
        file.upsert(user);
        file.upsert(context);
        file.set_current_context(name);
    });
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().size() != 1)
        throw show_help();
    // Before any question: its answer would be the password.
    if (given.password_stdin && !given.sso)
        take_password(call, given);
    config_server entry = entry_of(call.arguments().front(), call.globals());
    take_certificates(call, entry);
    if (!given.skip_test_tls && !co_await agree_on_tls(call, entry))
        co_return exit_code::failure;

    const std::string name = given.name.empty() ? context_name(entry) : given.name;
    sso_tokens tokens;
    if (given.sso)
        tokens = co_await sign_on(call, call.settings_for(entry), std::move(given.single));
    else
        tokens.id_token = co_await create_token(call, entry, std::move(given));
    call.streams().out("'" + read_claims(tokens.id_token).display_name() +
                       "' logged in successfully\n");
    remember(call, entry, name, tokens);
    call.streams().out("Context '" + name + "' updated\n");
    co_return exit_code::success;
}

} // namespace

const command login = {
    .path = "login",
    .arguments = "SERVER",
    .names = {name_kind::server},
    .summary = "Log in to a server",
    .details = "SERVER is HOST, HOST:PORT or a URL such as https://host/argo. What is not given is "
               "asked for,\non a terminal without echo, else read from standard input.\n"
               "--sso opens the browser at the issuer that the server names, and waits 5 minutes "
               "for it to\ncome back. The program is the first of $BROWSER, else xdg-open. Where "
               "there is none, the issuer\nis asked for a code to log in with on another device; "
               "if it has no such thing, the address is\nprinted.",
    .differences = "Honours --server-crt and keeps it in the config file, takes URLs, and asks "
                   "nothing where nobody can answer.",
    .examples = "argocdpp login cd.example.com\n"
                "argocdpp login cd.example.com --username admin --password-stdin < password.txt\n"
                "argocdpp login localhost:8080 --plaintext --username admin\n"
                "argocdpp login cd.example.com --sso",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
