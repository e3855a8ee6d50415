#pragma once
// The config file that argocdpp shares with the official CLI: contexts, servers, users.
//
// The file is kept as a document, so keys that this version does not know survive a rewrite. It is
// written to a temporary file beside it and renamed, mode 0600, under a lock: two logins at the
// same time lose neither.

#include <argocdpp/proto/any.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

struct config_context {
    std::string name = {};
    std::string server = {};
    std::string user = {};
};

struct config_server {
    std::string server = {};
    bool insecure = false;
    bool plain_text = false;
    bool grpc_web = false;
    std::string grpc_web_root_path = {};
    bool core = false;
    std::string certificate_authority_data = {}; ///< base64 of PEM, as are the next two
    std::string client_certificate_data = {};
    std::string client_certificate_key_data = {};
};

struct config_user {
    std::string name = {};
    std::string auth_token = {};
    std::string refresh_token = {};
};

class local_config {
  public:
    local_config() = default;
    explicit local_config(proto::any document)
        : document_(std::move(document)) {}

    std::string current_context() const;
    std::vector<config_context> contexts() const;
    std::optional<config_context> context(std::string_view name) const;
    std::optional<config_server> server(std::string_view address) const;
    std::optional<config_user> user(std::string_view name) const;
    bool prompts_enabled() const;
    /// The context of that name, the current one for "", with its server and user in the file.
    /// Throws `failure` (exit code 1): "Context 'x' undefined", "local config: current-context
    /// unset" …
    config_context resolve(std::string_view name) const;

    void set_current_context(std::string_view name);
    void set_prompts_enabled(bool enabled);
    // Each replaces the known keys of the entry of that name, or appends one.
    void upsert(const config_context& context);
    void upsert(const config_server& server);
    void upsert(const config_user& user);
    // Each says whether there was such an entry.
    bool remove_context(std::string_view name);
    bool remove_server(std::string_view address);
    bool remove_user(std::string_view name);

    /// Whether no server is left: then there is nothing to keep a file for.
    bool is_empty() const;

    bool operator==(const local_config&) const = default;
    const proto::any& document() const { return document_; }

  private:
    proto::any document_;
};

/// Reads the file; nothing where there is none, or where the path is empty. Throws `failure` (exit
/// code 20) with the official CLI's words: wrong mode (it must be 0600 or 0400), no YAML, a current
/// context that resolves to nothing.
std::optional<local_config> read_local_config(const std::string& path);

/// Reads, changes and writes the file under a lock; a symbolic link stays one. Where `change`
/// leaves nothing to write (`config = {}`) the file is removed; where it changes nothing, nothing
/// is written. Throws `failure`, and what `change` throws.
void update_local_config(const std::string& path, const std::function<void(local_config&)>& change);

} // namespace argocdpp::cli
