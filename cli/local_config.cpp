#include "local_config.hpp"

#include "failure.hpp"

#include <algorithm>

namespace argocdpp::cli {

namespace {

/// A text member; what YAML took for a number counts as it was spelled.
std::string text_of(const proto::any& entry, std::string_view key) {
    const proto::any* value = entry.find(key);
    if (value && value->is_string())
        return value->string();
    return value && value->is_number() ? value->num().spelling : "";
}

bool switch_of(const proto::any& entry, std::string_view key) {
    const proto::any* value = entry.find(key);
    return value && value->is_bool() && value->boolean();
}

const proto::array& entries(const proto::any& document, std::string_view list) {
    static const proto::array none;
    const proto::any* found = document.find(list);
    return found && found->is_array() ? found->items() : none;
}

proto::array& entries(proto::any& document, std::string_view list) {
    proto::any* found = document.find(list);
    if (!found || !found->is_array())
        found = &document.set(list, proto::array());
    return found->items();
}

const proto::any* find_entry(const proto::any& document, std::string_view list,
                             std::string_view key, std::string_view value) {
    for (const proto::any& entry : entries(document, list))
        if (text_of(entry, key) == value)
            return &entry;
    return nullptr;
}

proto::any& require_entry(proto::any& document, std::string_view list, std::string_view key,
                          std::string_view value) {
    proto::array& all = entries(document, list);
    const auto at = std::ranges::find_if(
        all, [&](const proto::any& entry) { return text_of(entry, key) == value; });
    if (at != all.end())
        return *at;
    all.emplace_back(proto::object());
    all.back().set(key, value);
    return all.back();
}

bool remove_entry(proto::any& document, std::string_view list, std::string_view key,
                  std::string_view value) {
    proto::array& all = entries(document, list);
    const auto at = std::ranges::find_if(
        all, [&](const proto::any& entry) { return text_of(entry, key) == value; });
    if (at == all.end())
        return false;
    all.erase(at);
    return true;
}

/// Members that say nothing are left out of the file.
void set_text(proto::any& entry, std::string_view key, const std::string& value) {
    if (value.empty())
        entry.erase(key);
    else
        entry.set(key, value);
}

void set_switch(proto::any& entry, std::string_view key, bool value) {
    if (value)
        entry.set(key, true);
    else
        entry.erase(key);
}

} // namespace

std::string local_config::current_context() const { return text_of(document_, "current-context"); }

std::vector<config_context> local_config::contexts() const {
    std::vector<config_context> all;
    for (const proto::any& entry : entries(document_, "contexts"))
        all.push_back({text_of(entry, "name"), text_of(entry, "server"), text_of(entry, "user")});
    return all;
}

std::optional<config_context> local_config::context(std::string_view name) const {
    for (config_context& known : contexts())
        if (known.name == name)
            return std::move(known);
    return std::nullopt;
}

std::optional<config_server> local_config::server(std::string_view address) const {
    const proto::any* entry = find_entry(document_, "servers", "server", address);
    if (!entry)
        return std::nullopt;
    return config_server{
        .server = std::string(address),
        .insecure = switch_of(*entry, "insecure"),
        .plain_text = switch_of(*entry, "plain-text"),
        .grpc_web = switch_of(*entry, "grpc-web"),
        .grpc_web_root_path = text_of(*entry, "grpc-web-root-path"),
        .core = switch_of(*entry, "core"),
        .certificate_authority_data = text_of(*entry, "certificate-authority-data"),
        .client_certificate_data = text_of(*entry, "client-certificate-data"),
        .client_certificate_key_data = text_of(*entry, "client-certificate-key-data"),
    };
}

std::optional<config_user> local_config::user(std::string_view name) const {
    const proto::any* entry = find_entry(document_, "users", "name", name);
    if (!entry)
        return std::nullopt;
    return config_user{std::string(name), text_of(*entry, "auth-token"),
                       text_of(*entry, "refresh-token")};
}

bool local_config::prompts_enabled() const { return switch_of(document_, "prompts-enabled"); }

config_context local_config::resolve(std::string_view name) const {
    const std::string wanted = name.empty() ? current_context() : std::string(name);
    if (wanted.empty())
        throw failure(exit_code::failure, "local config: current-context unset");
    const std::optional<config_context> found = context(wanted);
    if (!found)
        throw failure(exit_code::failure, "Context '" + wanted + "' undefined");
    if (!server(found->server))
        throw failure(exit_code::failure, "Server '" + found->server + "' undefined");
    if (!user(found->user))
        throw failure(exit_code::failure, "User '" + found->user + "' undefined");
    return *found;
}

bool local_config::is_empty() const { return entries(document_, "servers").empty(); }

void local_config::set_current_context(std::string_view name) {
    document_.set("current-context", name);
}

void local_config::set_prompts_enabled(bool enabled) { document_.set("prompts-enabled", enabled); }

void local_config::upsert(const config_context& context) {
    proto::any& entry = require_entry(document_, "contexts", "name", context.name);
    entry.set("server", context.server);
    entry.set("user", context.user);
}

void local_config::upsert(const config_server& server) {
    proto::any& entry = require_entry(document_, "servers", "server", server.server);
    set_switch(entry, "insecure", server.insecure);
    set_switch(entry, "plain-text", server.plain_text);
    set_switch(entry, "grpc-web", server.grpc_web);
    entry.set("grpc-web-root-path", server.grpc_web_root_path);
    set_switch(entry, "core", server.core);
    set_text(entry, "certificate-authority-data", server.certificate_authority_data);
    set_text(entry, "client-certificate-data", server.client_certificate_data);
    set_text(entry, "client-certificate-key-data", server.client_certificate_key_data);
}

void local_config::upsert(const config_user& user) {
    proto::any& entry = require_entry(document_, "users", "name", user.name);
    set_text(entry, "auth-token", user.auth_token);
    set_text(entry, "refresh-token", user.refresh_token);
}

bool local_config::remove_context(std::string_view name) {
    return remove_entry(document_, "contexts", "name", name);
}

bool local_config::remove_server(std::string_view address) {
    return remove_entry(document_, "servers", "server", address);
}

bool local_config::remove_user(std::string_view name) {
    return remove_entry(document_, "users", "name", name);
}

} // namespace argocdpp::cli
