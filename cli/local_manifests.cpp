#include "local_manifests.hpp"

#include <argocdpp/applications.hpp>
#include <argocdpp/proto/codec.hpp>
#include <argocdpp/proto/json.hpp>

#include <filesystem>

namespace argocdpp::cli {
namespace {

namespace fs = std::filesystem;

/// The git repository around a directory; empty where there is none.
std::string repository_of(const std::string& directory) {
    std::error_code ignored;
    auto at = fs::canonical(directory, ignored);
    for (; at != at.root_path(); at = at.parent_path())
        if (fs::exists(at / ".git", ignored))
            return at.string();
    return {};
}

local_folder folder_of(const invocation& call, const proto::application& state,
                       const local_choice& given) {
    std::error_code ignored;
    if (fs::symlink_status(given.directory, ignored).type() == fs::file_type::not_found)
        throw failure(exit_code::error,
                      "error getting app source type: error getting app source type: lstat " +
                          given.directory + ": no such file or directory");
    local_folder folder;
    folder.directory = given.directory;
    folder.at = proto::first_source(state.spec).path;
    const bool has_root = call.given("local-repo-root") && given.root != "/";
    folder.root = has_root ? given.root : repository_of(given.directory);
    return folder;
}

task<std::vector<std::string>> rendered(invocation& call, app_ref app,
                                        const proto::application& state,
                                        const local_choice& given) {
    auto folder = folder_of(call, state, given);
    auto found = co_await call.server().apps().manifests_of(std::move(app), std::move(folder));
    co_return std::move(found.manifests);
}

bool is_secret(const proto::object_identity& object) {
    return object.api_version == "v1" && object.kind == "Secret";
}

/// A Secret with contents, which the server has masked: synced, it would hold "++++++++".
bool is_masked(const proto::object_identity& object) {
    return is_secret(object) && (object.rest.find("data") || object.rest.find("stringData"));
}

void refuse_secrets(const std::vector<std::string>& manifests, const proto::application& state,
                    const std::vector<resource_selector>& selectors) {
    for (const auto& text : manifests) {
        const auto object = proto::decode<proto::object_identity>(proto::parse(text));
        const auto& named = object.metadata.name_space;
        const auto& name_space = named.empty() ? state.spec.destination.name_space : named;
        if (is_masked(object) &&
            is_selected(selectors, "", object.kind, name_space, object.metadata.name))
            throw failure(exit_code::failure,
                          "Secret " + name_space + "/" + object.metadata.name +
                              " can't be synced from a local directory: the server masks what it "
                              "renders; leave it out with --resource '!:Secret:" +
                              object.metadata.name + "'");
    }
}

} // namespace

task<std::vector<std::string>> local_manifests(invocation& call, app_ref app,
                                               const proto::application& state,
                                               const local_choice& given) {
    std::vector<std::string> shown;
    for (auto& text : co_await rendered(call, std::move(app), state, given)) {
        const auto object = proto::decode<proto::object_identity>(proto::parse(text));
        if (is_secret(object))
            call.streams().err("Warning: Secret " + object.metadata.name_space + "/" +
                               object.metadata.name +
                               " is not supported in local diff and will be ignored\n");
        else
            shown.push_back(std::move(text));
    }
    co_return shown;
}

task<std::vector<std::string>> manifests_to_sync(invocation& call, app_ref app,
                                                 const proto::application& state,
                                                 const local_choice& given, bool is_dry_run,
                                                 const std::vector<resource_selector>& selectors) {
    if (proto::is_automated(state.spec) && !is_dry_run)
        throw failure(exit_code::failure, "Cannot use local sync when Automatic Sync Policy is "
                                          "enabled except with --dry-run");
    auto manifests = co_await rendered(call, std::move(app), state, given);
    // The server takes a request without manifests for a sync of what is in git.
    if (manifests.empty())
        throw failure(exit_code::failure, "there are no manifests in " + given.directory);
    if (!is_dry_run)
        refuse_secrets(manifests, state, selectors);
    co_return manifests;
}

} // namespace argocdpp::cli
