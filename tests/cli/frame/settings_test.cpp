#include "../../support/scratch_folder.hpp"
#include "base64.hpp"
#include "failure.hpp"
#include "settings_resolution.hpp"

#include <argocdpp/proto/json.hpp>

#include <doctest/doctest.h>

#include <algorithm>

using namespace argocdpp;
using namespace argocdpp::cli;

namespace {

/// The sources of one resolution, each as its user would write it.
struct sources {
    std::vector<std::string> words;
    std::string options;
    environment variables;
    std::string config; ///< JSON; empty is no file

    resolved_settings resolve() const {
        global_flags globals = default_globals(variables, parse_options_variable(options));
        flag_set flags;
        add_global_flags(flags, globals);
        flags.parse(words);
        std::optional<local_config> file;
        if (!config.empty())
            file = local_config(proto::parse(config));
        return resolve_settings({globals, flags, variables, file});
    }
    std::string refusal() const {
        try {
            resolve();
        } catch (const failure& fault) {
            CHECK(fault.code == exit_code::failure);
            return fault.what();
        }
        return "";
    }
};

/// A file with the contexts "ctx" (current) and "other"; `extra` goes to the server of "ctx".
std::string config_with(const std::string& extra = "") {
    return R"({"current-context":"ctx","contexts":[{"name":"ctx","server":"c:1","user":"ctx"},)"
           R"({"name":"other","server":"o:1","user":"other"}],"servers":[{"server":"c:1")" +
           extra +
           R"(},{"server":"o:1"}],"users":[{"name":"ctx","auth-token":"t-ctx"},{"name":"other"}]})";
}

} // namespace

TEST_CASE("The first of flag, ARGOCD_OPTS, variable and context names the server and the token") {
    for (unsigned given = 0; given < 16; ++given) {
        CAPTURE(given);
        sources from;
        std::string server, server_origin, token, token_origin;
        if (given & 8) {
            from.config = config_with();
            server = "c:1", server_origin = "context ctx";
            token = "t-ctx", token_origin = "context ctx";
        }
        if (given & 4) {
            from.variables = {{"ARGOCD_SERVER", "v:1"}, {"ARGOCD_AUTH_TOKEN", " t-v\n"}};
            server = "v:1", server_origin = "ARGOCD_SERVER";
            token = "t-v", token_origin = "ARGOCD_AUTH_TOKEN";
        }
        if (given & 2) {
            from.options = "--server p:1 --auth-token t-p";
            server = "p:1", server_origin = token_origin = "ARGOCD_OPTS";
            token = "t-p";
        }
        if (given & 1) {
            from.words = {"--server", "f:1", "--auth-token= t-f "};
            server = "f:1", server_origin = "--server";
            token = "t-f", token_origin = "--auth-token";
        }
        if (given == 0) {
            CHECK(from.refusal() == "Argo CD server address unspecified");
            continue;
        }
        const resolved_settings made = from.resolve();
        CHECK(made.client.server.authority() == server);
        CHECK(made.server_origin == server_origin);
        CHECK(made.client.token == token);
        CHECK(made.token_origin == token_origin);
    }
}

TEST_CASE("An empty value of a flag or variable is none") {
    const sources from{.words = {"--server=", "--auth-token="},
                       .options = "",
                       .variables = {{"ARGOCD_SERVER", ""}},
                       .config = config_with()};
    CHECK(from.resolve().client.server.authority() == "c:1");
    CHECK(from.resolve().client.token == "t-ctx");
}

TEST_CASE("The first place that has a token or a file of one wins; none may have both") {
    tests::scratch_folder folder;
    folder.write("f", "t-f\n");
    folder.write("p", "t-p\n");
    folder.write("v", "t-v\n");
    const auto flag = "--auth-token-file=" + folder.path("f");
    const auto options = "--server p:1 --auth-token-file " + folder.path("p");
    const environment variable = {{"ARGOCD_AUTH_TOKEN_FILE", folder.path("v")}};
    const environment token_variable = {{"ARGOCD_AUTH_TOKEN", "t"}};
    const auto check = [](const sources& from, std::string_view token, std::string_view origin,
                          const std::string& file) {
        const auto made = from.resolve();
        CHECK(made.client.token == token);
        CHECK(made.token_origin == origin);
        CHECK(made.token_file == file);
    };
    check({{flag}, options, variable, config_with()}, "t-f", "--auth-token-file", folder.path("f"));
    check({{flag}, "--auth-token t", token_variable, config_with()}, "t-f", "--auth-token-file",
          folder.path("f"));
    check({{"--auth-token", "t"}, options, variable, config_with()}, "t", "--auth-token", "");
    check({{}, options, token_variable, config_with()}, "t-p", "ARGOCD_OPTS", folder.path("p"));
    check({{}, "--auth-token t", variable, config_with()}, "t", "ARGOCD_OPTS", "");
    check({{}, "", variable, config_with()}, "t-v", "ARGOCD_AUTH_TOKEN_FILE", folder.path("v"));
    check({{"--auth-token-file="}, "", {}, config_with()}, "t-ctx", "context ctx", "");

    CHECK(sources{{flag, "--auth-token=t"}, "", {}, config_with()}.refusal() ==
          "only --auth-token or --auth-token-file is allowed, not both");
    CHECK(sources{{}, options + " --auth-token t", {}, ""}.refusal() ==
          "ARGOCD_OPTS: only --auth-token or --auth-token-file is allowed, not both");
    environment both = variable;
    both["ARGOCD_AUTH_TOKEN"] = "t";
    CHECK(sources{{}, "", both, config_with()}.refusal() ==
          "only ARGOCD_AUTH_TOKEN or ARGOCD_AUTH_TOKEN_FILE is allowed, not both");
    CHECK(sources{{"--auth-token-file=/none/x"}, "", {}, config_with()}.refusal() ==
          "--auth-token-file: open /none/x: no such file or directory");
}

TEST_CASE("Switches are on where anything says so") {
    const std::vector<std::pair<sources, bool>> cases = {
        {{{"--server=f"}, "", {}, ""}, false},
        {{{"--server=f", "--plaintext", "--insecure"}, "", {}, ""}, true},
        {{{"--server=f"}, "--plaintext --insecure", {}, ""}, true},
        {{{"--server=f"}, "--plaintext yes --insecure 1", {}, ""}, false},
        {{{}, "", {}, config_with(R"(,"plain-text":true,"insecure":true)")}, true},
        {{{"--server=f"}, "", {}, config_with(R"(,"plain-text":true,"insecure":true)")}, true},
        {{{"--plaintext=false", "--insecure=false"},
          "",
          {},
          config_with(R"(,"plain-text":true,"insecure":true)")},
         true},
        {{{"--plaintext=false", "--insecure=false"}, "--plaintext --insecure", {}, config_with()},
         false},
    };
    for (const auto& [from, on] : cases) {
        CHECK(from.resolve().client.plain_text == on);
        CHECK(from.resolve().client.tls.insecure == on);
    }
}

TEST_CASE("Plain text must have been asked for") {
    CHECK(sources{{"--server", "http://f"}, "", {}, ""}.resolve().client.plain_text);
    CHECK(sources{{}, "--server http://p", {}, ""}.resolve().client.plain_text);
    CHECK(sources{{}, "", {{"ARGOCD_SERVER", "http://v"}}, ""}.refusal().starts_with(
        "ARGOCD_SERVER names http://"));
    CHECK(sources{{"--server="}, "", {{"ARGOCD_SERVER", "http://v"}}, ""}.refusal().starts_with(
        "ARGOCD_SERVER names http://"));
    CHECK(sources{{"--plaintext"}, "", {{"ARGOCD_SERVER", "http://v"}}, ""}
              .resolve()
              .client.plain_text);
    CHECK_FALSE(
        sources{{"--server", "https://f", "--plaintext"}, "", {}, ""}.resolve().client.plain_text);
}

TEST_CASE("A context is the one that is named, else the current one, and must resolve") {
    CHECK(sources{{"--argocd-context", "other"}, "", {}, config_with()}
              .resolve()
              .client.server.authority() == "o:1");
    CHECK(sources{{"--argocd-context", "no"}, "", {}, config_with()}.refusal() ==
          "error resolving context: Context 'no' undefined");
    CHECK(sources{{"--server=x"}, "", {}, R"({"contexts":[]})"}.refusal() ==
          "error resolving context: local config: current-context unset");
    CHECK(sources{{}, "", {}, R"({"current-context":"a","contexts":[{"name":"a","server":"s"}]})"}
              .refusal() == "error resolving context: Server 's' undefined");
    CHECK(sources{{}, "", {}, config_with(R"(,"core":true)")}.refusal().find("API server only") !=
          std::string::npos);
}

TEST_CASE("The root path is the flag's, the context's, or the server's own") {
    const auto path = [](const sources& from) { return from.resolve().client.server.root_path; };
    CHECK(path({{"--server", "https://f/argo/"}, "", {}, ""}) == "/argo");
    CHECK(path({{"--server", "f/argo"}, "", {}, ""}) == "/argo");
    CHECK(path({{"--server", "f", "--grpc-web-root-path", "a/b"}, "", {}, ""}) == "/a/b");
    CHECK(path({{}, "", {}, config_with(R"(,"grpc-web-root-path":"/ctx/")")}) == "/ctx");
    CHECK(path({{"--grpc-web-root-path", "f"},
                "",
                {},
                config_with(R"(,"grpc-web-root-path":"ctx")")}) == "/f");
}

TEST_CASE("Headers are split at their first colon") {
    CHECK(parse_headers({"a:b", "c: d:e"}) == header_list{{"a", "b"}, {"c", " d:e"}});
    CHECK(sources{{"--server=f", "-H", "abc"}, "", {}, ""}.refusal() ==
          "Failed to establish connection to f:443: additional headers must be colon(:)-separated: "
          "abc");
    CHECK(sources{{"--server=f"}, "--header 'a:1,b:2'", {}, ""}.resolve().client.headers.size() ==
          2);
    CHECK_THROWS_AS(parse_headers({"a:b\r\nHost: evil"}), failure);
    CHECK_THROWS_AS(parse_headers({":b"}), failure);
}

TEST_CASE("Certificates come from files or from the context") {
    const std::string both = "--client-crt and --client-crt-key must always be specified together";
    CHECK(sources{{"--server=f", "--client-crt=/x"}, "", {}, ""}.refusal() == both);
    CHECK(sources{{"--server=f"}, "--client-crt-key x", {}, ""}.refusal() == both);
    CHECK(sources{{"--server=f", "--server-crt=/no"}, "", {}, ""}.refusal() ==
          "open /no: no such file or directory");
    CHECK(sources{{"--server=f", "--server-crt=/dev/null"}, "", {}, ""}.refusal() == "");
    CHECK(sources{{"--server=f", "--server-crt=/etc/passwd"}, "", {}, ""}.refusal() ==
          "credentials: failed to append certificates");
    CHECK(
        sources{{"--server=f", "--server-crt=/etc/passwd", "--plaintext"}, "", {}, ""}.refusal() ==
        "");
    // -----BEGIN CERTIFICATE-----
    const std::string pem = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t";
    const std::string extra = R"(,"certificate-authority-data":")" + pem + R"(")";
    CHECK(sources{{}, "", {}, config_with(extra)}.resolve().client.tls.extra_authorities ==
          "-----BEGIN CERTIFICATE-----");
    CHECK(sources{{}, "", {}, config_with(R"(,"certificate-authority-data":"###")")}.refusal() ==
          "illegal base64 data at input byte 0");
    CHECK(sources{{}, "", {}, config_with(R"(,"client-certificate-data":"eA==")")}.refusal() ==
          "ClientCertificateData and ClientCertificateKeyData must always be specified together");
    CHECK(decode_base64("aGVs\nbG8=") == "hello");
    CHECK_THROWS_AS(decode_base64("aGVsbG8"), failure);
    CHECK_THROWS_AS(decode_base64("a==="), failure);
}

TEST_CASE("Proxies and trust stores are the environment's, in either case") {
    const sources from{{"--server=f"},
                       "",
                       {{"https_proxy", "a"},
                        {"HTTPS_PROXY", "A"},
                        {"http_proxy", "b"},
                        {"ALL_PROXY", "c"},
                        {"no_proxy", "d"},
                        {"SSL_CERT_FILE", "e"},
                        {"SSL_CERT_DIR", "g"}},
                       ""};
    const client_settings made = from.resolve().client;
    CHECK(made.proxy.https == "A");
    CHECK(made.proxy.http == "b");
    CHECK(made.proxy.all == "c");
    CHECK(made.proxy.no_proxy == "d");
    CHECK(made.tls.authorities_file == "e");
    CHECK(made.tls.authorities_directory == "g");
}

TEST_CASE("The table of precedence names every flag that it speaks of") {
    flag_set flags;
    global_flags globals;
    add_global_flags(flags, globals);
    for (const setting& row : settings_table())
        CHECK(flags.find(row.flag.substr(2)) != nullptr);
}
