// argocdpp version: which program this is, and which server it talks to.

#include "../build_info.hpp"
#include "../commands.hpp"
#include "../contexts.hpp"
#include "../document_output.hpp"
#include "../invocation.hpp"
#include "../kubernetes_flags.hpp"
#include "../views/table.hpp"
#include "../views/yaml.hpp"

#include <argocdpp/proto/codec.hpp>
#include <argocdpp/proto/json.hpp>
#include <argocdpp/server_info.hpp>

#include <map>

namespace argocdpp::cli {
namespace {

struct options {
    std::string output = "wide";
    bool is_short = false;
    bool client_only = false;
    kubernetes_flags ignored;
    context_options contexts;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.client_only, "client", 0, "only the client's version; asks no server");
    flags
        .add(given.output, "output", 'o',
             "one of wide, short, json, yaml, jsonpath=…, custom-columns=…")
        .one_of("wide short json yaml jsonpath= custom-columns=");
    flags.add(given.is_short, "short", 0, "only the version numbers");
    add_kubernetes_flags(flags, given.ignored);
    describe_contexts(flags, given.contexts);
}

std::string field(std::string_view name, const std::string& value) {
    return value.empty() ? "" : "  " + std::string(name) + ": " + value + "\n";
}

std::string client_text(const invocation& call, bool is_short) {
    const build_info& build = this_build();
    const std::string first = call.program_name() + ": " + std::string(build.version) + "\n";
    if (is_short)
        return first;
    return first + field("BuildDate", build.build_date) + field("GitCommit", build.git_commit) +
           field("Compiler", build.compiler) + field("Platform", build.platform);
}

std::string server_text(const proto::version_info& server, bool is_short) {
    const std::string first = "argocd-server: " + server.version + "\n";
    if (is_short)
        return first;
    return first + field("BuildDate", server.build_date) + field("GitCommit", server.git_commit) +
           field("GitTreeState", server.git_tree_state) + field("GitTag", server.git_tag) +
           field("GoVersion", server.go_version) + field("Compiler", server.compiler) +
           field("Platform", server.platform) + field("ExtraBuildInfo", server.extra_build_info) +
           field("Kustomize Version", server.kustomize_version) +
           field("Helm Version", server.helm_version) +
           field("Kubectl Version", server.kubectl_version) +
           field("Jsonnet Version", server.jsonnet_version);
}

/// The keys of the official CLI, all of them: scripts read the document by name.
proto::any client_document(const invocation& call, bool is_short) {
    const build_info& build = this_build();
    proto::any document;
    if (is_short) {
        document.set(call.program_name(), build.version);
        return document;
    }
    document.set("Version", build.version);
    document.set("BuildDate", build.build_date);
    document.set("GitCommit", build.git_commit);
    document.set("GitTag", "");
    document.set("GitTreeState", "");
    document.set("GoVersion", "");
    document.set("Compiler", build.compiler);
    document.set("Platform", build.platform);
    document.set("KubectlVersion", "");
    document.set("ExtraBuildInfo", "");
    return document;
}

proto::any server_document(const proto::version_info& server, bool is_short) {
    if (!is_short)
        return proto::encode(server);
    proto::any document;
    document.set("argocd-server", server.version);
    return document;
}

task<exit_code> print_text(invocation& call, const options& given) {
    const bool is_short = given.is_short || given.output == "short";
    call.streams().out(client_text(call, is_short));
    if (!given.client_only) {
        const proto::version_info server = co_await call.server().info().version();
        call.streams().out(server_text(server, is_short));
    }
    co_return exit_code::success;
}

/// The servers that answered, by their contexts.
using known_servers = std::vector<std::pair<std::string, proto::version_info>>;

std::string versions_text(const known_servers& servers, bool is_short) {
    std::string rows;
    if (is_short)
        add_row(rows, {"CONTEXT", "ARGOCD-SERVER"});
    else
        add_row(rows, {"CONTEXT", "ARGOCD-SERVER", "BUILDDATE", "KUSTOMIZE", "HELM"});
    for (const auto& [context, server] : servers)
        if (is_short)
            add_row(rows, {context, server.version});
        else
            add_row(rows, {context, server.version, server.build_date, server.kustomize_version,
                           server.helm_version});
    return align(rows, 0, 2);
}

proto::any versions_document(const known_servers& servers, bool is_short) {
    proto::array list;
    for (const auto& [context, server] : servers) {
        auto document = server_document(server, is_short);
        document.set("context", context);
        list.push_back(std::move(document));
    }
    return list;
}

task<exit_code> print_at_contexts(invocation& call, const options& given) {
    std::map<std::string, proto::version_info> found;
    context_step step = [&](invocation& here) -> task<exit_code> {
        auto version = co_await here.server().info().version();
        found.emplace(here.context(), std::move(version));
        co_return exit_code::success;
    };
    const auto verdicts = co_await visit_contexts(call, given.contexts, std::move(step));
    known_servers servers;
    for (const auto& name : verdicts.contexts())
        if (auto at = found.find(name); at != found.end())
            servers.emplace_back(name, std::move(at->second));
    const bool is_short = given.is_short || given.output == "short";
    if (is_document_format(given.output)) {
        proto::any document;
        document.set("client", client_document(call, given.is_short));
        document.set("servers", versions_document(servers, given.is_short));
        call.streams().out(document_text(document, given.output));
    } else {
        call.streams().out(client_text(call, is_short) + versions_text(servers, is_short));
    }
    verdicts.check();
    co_return exit_code::success;
}

task<exit_code> print_document(invocation& call, const options& given) {
    proto::any document;
    document.set("client", client_document(call, given.is_short));
    if (!given.client_only) {
        const proto::version_info server = co_await call.server().info().version();
        document.set("server", server_document(server, given.is_short));
    }
    call.streams().out(document_text(document, given.output));
    co_return exit_code::success;
}

task<exit_code> run(invocation& call, options given) {
    const bool is_text = given.output == "wide" || given.output == "short" || given.output.empty();
    if (!is_text && !is_document_format(given.output))
        throw failure(exit_code::failure, "unknown output format: " + given.output);
    if (uses_contexts(call, given.contexts) && !given.client_only)
        co_return co_await print_at_contexts(call, given);
    if (is_text)
        co_return co_await print_text(call, given);
    co_return co_await print_document(call, given);
}

} // namespace

const command version = {
    .path = "version",
    .summary = "Show the versions of client and server",
    .details = "Without a session a server tells no more than its version number.",
    .differences =
        "Tells argocdpp's own version, without the lines GoVersion and GitTreeState of the client.",
    .examples = "argocdpp version\n"
                "argocdpp version --client\n"
                "argocdpp version --short -o yaml\n"
                "argocdpp version --all-contexts --short",
    .is_local = true,
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
