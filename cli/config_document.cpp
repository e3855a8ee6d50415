#include "config_file.hpp"
#include "failure.hpp"
#include "local_config.hpp"
#include "views/yaml.hpp"
#include "yaml_reader.hpp"

#include <array>

namespace argocdpp::cli {

namespace {

[[noreturn]] void refuse(const std::string& what) {
    throw failure(exit_code::error, "failed to parse config file: " + what);
}

/// The shapes that local_config counts on: lists of objects, texts and switches where they belong.
void check_shape(const proto::any& document) {
    if (!document.is_object() && !document.is_null())
        refuse("keys and values expected, got " + std::string(document.type_name()));
    for (const char* list : {"contexts", "servers", "users"}) {
        const proto::any* entries = document.find(list);
        if (!entries || entries->is_null())
            continue;
        if (!entries->is_array())
            refuse(std::string(list) + ": list expected, got " + std::string(entries->type_name()));
        for (const proto::any& entry : entries->items())
            if (!entry.is_object())
                refuse(std::string(list) + ": keys and values expected, got " +
                       std::string(entry.type_name()));
    }
}

local_config parse_config(const std::string& text) {
    try {
        proto::any document = parse_yaml(text);
        check_shape(document);
        return local_config(std::move(document));
    } catch (const yaml_error& fault) {
        refuse(fault.what());
    }
}

local_config parse_valid_config(const std::string& text) {
    local_config config = parse_config(text);
    if (!config.current_context().empty()) {
        try {
            config.resolve("");
        } catch (const failure& fault) {
            throw failure(exit_code::error, std::string("local config invalid: ") + fault.what());
        }
    }
    return config;
}

/// The text of the file; the keys that the official CLI always writes are there too.
std::string config_text(const local_config& config) {
    proto::any document = config.document();
    const std::array<std::pair<const char*, proto::any>, 5> always = {{
        {"contexts", {}},
        {"current-context", ""},
        {"prompts-enabled", false},
        {"servers", {}},
        {"users", {}},
    }};
    for (const auto& [key, empty] : always)
        if (!document.find(key))
            document.set(key, empty);
    return to_yaml(document);
}

} // namespace

std::optional<local_config> read_local_config(const std::string& path) {
    const std::optional<std::string> text = read_config_file(path);
    if (!text)
        return std::nullopt;
    return parse_valid_config(*text);
}

void update_local_config(const std::string& path,
                         const std::function<void(local_config&)>& change) {
    const auto rewrite = [&](const std::optional<std::string>& text) -> std::optional<std::string> {
        const local_config before = text ? parse_valid_config(*text) : local_config();
        local_config after = before;
        change(after);
        if (text && after == before)
            return text;
        return after == local_config() ? std::nullopt : std::optional(config_text(after));
    };
    update_config_file(path, rewrite);
}

} // namespace argocdpp::cli
