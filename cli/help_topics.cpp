#include "help_topics.hpp"

#include "ending.hpp"
#include "settings_resolution.hpp"
#include "views/table.hpp"

#include <array>

namespace argocdpp::cli {

namespace {

constexpr std::string_view notes =
    R"(Of a token and a file with one, too, the first column that has either wins; none may have both. The
file is read anew where the server refuses its token.

ARGOCD_OPTS holds flags for every run, as in ARGOCD_OPTS='--server cd.example.com --header "a: b"'.

The config file is `config` in $ARGOCD_CONFIG_DIR, else in ~/.argocd if that exists, else in
$XDG_CONFIG_HOME/argocd, else in ~/.config/argocd. It is the official argocd's; its mode must be 0600 or
0400.

Other variables:
  HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY  proxies, in upper or lower case
  SSL_CERT_FILE, SSL_CERT_DIR                   trusted authorities instead of the system's
  BROWSER                                       programs for `login --sso`, the first one on $PATH
                                                is taken; xdg-open where there is none
  TZ                                            time zone of what is shown
  ARGOCDPP_POLL=500ms                           how often a wait, or --watch, looks for itself, at
                                                least; every 2 to 15 s where unset
  ARGOCDPP_FALLBACK=argocd                      runs the official argocd found in $PATH, with the same
                                                arguments, where argocdpp lacks the command or where
                                                it takes Kubernetes (--core, --port-forward, admin)
)";

std::string environment_text() {
    std::string rows;
    add_row(rows, {"FLAG", "ARGOCD_OPTS", "VARIABLE", "CONFIG FILE", "OTHERWISE"});
    for (const setting& row : settings_table())
        add_row(rows,
                {row.flag, row.in_options ? "yes" : "", row.variable, row.context, row.otherwise});
    return "Where settings come from. The first column that says something wins; switches "
           "(--plaintext, "
           "--insecure) are on where any column says so.\n\n" +
           align(rows, 0, 2) + "\n" + std::string(notes);
}

std::string detailed_codes() {
    std::string rows;
    for (const ending_row& row : ending_table())
        add_row(rows, {"  " + std::to_string(row.code), row.name, row.meaning});
    return align(rows, 0, 2);
}

std::string exit_codes_text() {
    return R"(Exit codes are those of the official argocd.

  0    done; also: nothing matched a selector of `app wait`, or a question was answered "no"
  1    wrong usage, no connection, bad settings, an operation that failed
  2    `app diff` with a wrong number of arguments
  20   the server refused, a wait timed out, an argument was not understood
  130  interrupted (SIGINT); 143 ended (SIGTERM)

Errors of usage and help that nobody asked for go to standard output, everything else that is no answer
to standard error.

With --exit-codes=detailed, or ARGOCDPP_EXIT_CODES=detailed, these take the place of 1 and 20:

)" + detailed_codes();
}

std::string differences_text() {
    return R"(Commands, flags, output, exit codes and the config file are those of the official argocd 3.5.1, but:

  - It speaks REST over one connection: no gRPC, no --grpc-web to remember. Proxies are honoured.
  - It talks to the API server only: --core, --port-forward and `admin` are refused, or
    left to the official argocd (ARGOCDPP_FALLBACK, see `help environment`).
  - A plugin may be called argocdpp-NAME besides argocd-NAME, and is then preferred.
  - Where standard error is a terminal and no --logformat is chosen, messages are plain text.
  - Without a terminal it never waits for an answer.
  - Tokens of single sign-on are verified (signature, issuer, client, nonce), renewed shortly before
    they expire, also in the middle of a wait, and a login ends after 5 minutes.
  - The config file is rewritten in one step and under a lock; keys it does not know are kept.
  - A token is sent in plain text only where --plaintext, ARGOCD_OPTS, the context or a --server
    http://… ask for that; ARGOCD_SERVER=http://… alone is refused.
  - Without $HOME it works, as long as server and token are given.
)";
}

constexpr std::array<help_topic, 3> topics = {{
    {"differences", "What is not as in the official argocd", differences_text},
    {"environment", "Flags, variables and the config file: which one counts", environment_text},
    {"exit-codes", "What the exit code says", exit_codes_text},
}};

} // namespace

std::span<const help_topic> help_topics() { return topics; }

std::string_view environment_notes() { return notes; }

} // namespace argocdpp::cli
