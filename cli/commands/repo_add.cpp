// argocdpp repo add: tells the server of a repository, once the server could read it.

#include "../commands.hpp"
#include "../invocation.hpp"
#include "../repository_flags.hpp"

#include <argocdpp/repositories.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    access_options login;
    proto::repository wanted;
    bool upsert = false;
};

void describe(flag_set& flags, options& given) {
    auto& wanted = given.wanted;
    flags.add(wanted.name, "name", 0, "name of the repository; Helm repositories need one");
    flags.add(wanted.project, "project", 0, "project that it is for alone")
        .naming(name_kind::project);
    describe_access(flags, given.login);
    flags.add(given.login.access.proxy, "proxy", 0, "URL of the proxy to read it through");
    flags.add(given.login.access.no_proxy, "no-proxy", 0, "hosts to read without the proxy");
    flags.add(wanted.insecure, "insecure-skip-server-verification", 0,
              "check neither the server's certificate nor its host key");
    flags.add(wanted.insecure_ignore_host_key, "insecure-ignore-host-key", 0,
              "the older name of --insecure-skip-server-verification");
    flags.add(wanted.enable_lfs, "enable-lfs", 0, "fetch large files (git-lfs)");
    flags.add(wanted.depth, "depth", 0, "fetch so many commits; 0 for all");
    flags.add(wanted.webhook_manifest_cache_warm_disabled, "webhook-manifest-cache-warm-disabled",
              0, "do not render manifests ahead when a webhook comes");
    flags.add(given.upsert, "upsert", 0, "replace a repository that is there and differs");
}

/// The checks that come before a server is asked for.
void check(options& given) {
    read_key_files(given.login, given.wanted.repo);
    if (given.login.access.type == "helm" && given.wanted.name.empty())
        throw failure(exit_code::error, "Must specify --name for repos of type 'helm'");
    check_oci(given.login.access);
}

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().size() != 1)
        throw show_help();
    auto& wanted = given.wanted;
    wanted.repo = call.arguments().front();
    check(given);
    auto repos = call.server().repos();
    read_password(call, given.login);
    check_bearer_token(given.login.access, wanted.repo);
    static_cast<proto::repository_access&>(wanted) = given.login.access;
    // The addition tries the connection too, but not of a repository that is for one project.
    co_await repos.check_access(wanted);
    const auto added = co_await repos.add(wanted, given.upsert);
    call.streams().out("Repository '" + added + "' added\n");
    co_return exit_code::success;
}

} // namespace

const command repo_add = {
    .path = "repo add",
    .arguments = "REPOURL",
    .summary = "Add a git, Helm or OCI repository",
    .details =
        "The server must be able to read it, with these credentials or with shared ones "
        "(`repocreds`). Secrets are sent in bodies only, over the connection that is in use.",
    .differences = "Sent once; every secret that was given is *** in errors.",
    .examples = "argocdpp repo add https://git.example.com/apps --username ci --password-stdin\n"
                "argocdpp repo add git@git.example.com:apps --ssh-private-key-path ~/.ssh/id_rsa\n"
                "argocdpp repo add https://charts.example.com --type helm --name charts",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
