// argocdpp version: which program this is, and which server it talks to.

#include "../build_info.hpp"
#include "../commands.hpp"
#include "../document_output.hpp"
#include "../invocation.hpp"
#include "../kubernetes_flags.hpp"
#include "../views/yaml.hpp"

#include <argocdpp/proto/codec.hpp>
#include <argocdpp/proto/json.hpp>
#include <argocdpp/server_info.hpp>

namespace argocdpp::cli {
namespace {

struct options {
    std::string output = "wide";
    bool is_short = false;
    bool client_only = false;
    kubernetes_flags ignored;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.client_only, "client", 0, "only the client's version; asks no server");
    flags
        .add(given.output, "output", 'o',
             "one of wide, short, json, yaml, jsonpath=…, custom-columns=…")
        .one_of("wide short json yaml jsonpath= custom-columns=");
    flags.add(given.is_short, "short", 0, "only the version numbers");
    add_kubernetes_flags(flags, given.ignored);
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

task<exit_code> run(invocation& call, options given) {
    if (given.output == "wide" || given.output == "short" || given.output.empty())
        co_return co_await print_text(call, given);
    if (!is_document_format(given.output))
        throw failure(exit_code::failure, "unknown output format: " + given.output);
    proto::any document;
    document.set("client", client_document(call, given.is_short));
    if (!given.client_only) {
        const proto::version_info server = co_await call.server().info().version();
        document.set("server", server_document(server, given.is_short));
    }
    call.streams().out(document_text(document, given.output));
    co_return exit_code::success;
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
                "argocdpp version --short -o yaml",
    .is_local = true,
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
