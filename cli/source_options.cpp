#include "source_options.hpp"

#include "failure.hpp"
#include "go_values.hpp"
#include "key_values.hpp"
#include "spec_document.hpp"
#include "yaml_reader.hpp"

#include <array>
#include <charconv>
#include <stdexcept>

namespace argocdpp::cli {
namespace {

using proto::any;

/// "name=value", split at the first sign. Throws `failure` that says what was expected.
std::pair<std::string, std::string> split_pair(const std::string& text, std::string_view expected) {
    const auto at = text.find('=');
    if (at == std::string::npos)
        throw failure(exit_code::failure, std::string(expected) + text);
    return {text.substr(0, at), text.substr(at + 1)};
}

/// Commas would end a value of `helm --set`; those with a backslash or nothing before them stay.
std::string with_escaped_commas(const std::string& value) {
    std::string made;
    for (std::size_t at = 0; at < value.size(); ++at) {
        const bool escapes = at + 1 < value.size() && value[at] != '\\' && value[at + 1] == ',';
        made += value[at];
        if (!escapes)
            continue;
        made += "\\,";
        ++at;
    }
    return made;
}

any helm_parameter(const std::string& text, bool force_string) {
    const auto [name, value] =
        split_pair(text, "expected helm parameter of the form param=value but received: ");
    any made = proto::object();
    put_text(made, "name", name);
    put_text(made, "value", with_escaped_commas(value));
    put_switch(made, "forceString", force_string);
    return made;
}

void add_parameter(any& helm, const std::string& text, bool force_string) {
    merge_item(list_in(helm, "parameters"), helm_parameter(text, force_string),
               {"value", "forceString"});
}

any kustomize_replica(const std::string& text) {
    const auto [name, count] =
        split_pair(text, "expected parameter of the form: name=count. Received: ");
    long long number = 0;
    try {
        number = parse_go_decimal(count);
    } catch (const std::invalid_argument&) {
        throw failure(exit_code::failure, "expected integer value for count. Received: " + count);
    }
    any made;
    made.set("name", name);
    // A count beyond 32 bits is kept as a text there.
    const bool is_short = number >= INT32_MIN && number <= INT32_MAX;
    made.set("count", is_short ? any::integer(number) : any(count));
    return made;
}

/// The type of a value as Go names it, in quotes.
std::string go_type(const any& value) {
    if (value.is_null())
        return "%!q(<nil>)";
    if (value.is_array())
        return go_quote("[]interface {}");
    return go_quote(value.is_bool() ? "bool" : "float64");
}

/// The type that a source shows by itself; empty where it shows none, or several.
std::string explicit_type(const any& source) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> types = {
        {{"kustomize", "Kustomize"},
         {"helm", "Helm"},
         {"directory", "Directory"},
         {"plugin", "Plugin"}}};
    std::string found;
    for (const auto& [key, type] : types) {
        const any* options = source.find(key);
        if (!options || options->is_null())
            continue;
        if (!found.empty())
            return "";
        found = type;
    }
    return found;
}

} // namespace

void add_helm_parameters(any& source, const text_list& texts, bool force_string) {
    any& helm = object_in(source, "helm");
    for (const auto& text : texts)
        add_parameter(helm, text, force_string);
    erase_zero_options(source);
}

void add_helm_files(any& source, const text_list& texts) {
    any& helm = object_in(source, "helm");
    for (const auto& text : texts) {
        const auto [name, path] =
            split_pair(text, "expected helm file parameter of the form param=path but received: ");
        any made = proto::object();
        put_text(made, "name", name);
        put_text(made, "path", with_escaped_commas(path));
        merge_item(list_in(helm, "fileParameters"), made, {"path"});
    }
    erase_zero_options(source);
}

void set_helm_values(any& source, const std::string& yaml) {
    any& helm = object_in(source, "helm");
    if (!yaml.empty()) {
        any values;
        try {
            values = parse_yaml(yaml);
        } catch (const yaml_error& fault) {
            throw failure(exit_code::failure,
                          std::string("failed converting yaml to json: ") + fault.what());
        }
        if (!values.is_string() && !values.is_object())
            throw failure(exit_code::failure, "invalid type " + go_type(values));
        helm.set("valuesObject", std::move(values));
        helm.erase("values");
    }
    erase_zero_options(source);
}

bool has_helm_values(const any& helm) {
    const any* object = helm.find("valuesObject");
    return (object && !object->is_null()) || !text_in(helm, "values").empty();
}

void set_helm(any& source, std::string_view key, const std::string& text) {
    if (!text.empty())
        object_in(source, "helm").set(key, text);
    erase_zero_options(source);
}

void set_helm(any& source, std::string_view key, bool on) {
    if (on)
        object_in(source, "helm").set(key, true);
    erase_zero_options(source);
}

void set_helm(any& source, std::string_view key, const text_list& texts) {
    if (!texts.empty())
        put_list(object_in(source, "helm"), key, texts);
    erase_zero_options(source);
}

bool is_same_image(std::string_view image, std::string_view other) {
    char sign = ':';
    for (const char candidate : {'@', ':', '='}) // the last one found counts
        if (other.find(candidate) != std::string_view::npos)
            sign = candidate;
    return image.substr(0, image.find(sign)) == other.substr(0, other.find(sign));
}

void add_kustomize_images(any& source, const text_list& images) {
    auto& listed = list_in(object_in(source, "kustomize"), "images");
    for (const auto& image : images) {
        std::size_t at = 0;
        while (at < listed.size() &&
               !(listed[at].is_string() && is_same_image(listed[at].string(), image)))
            ++at;
        if (at == listed.size())
            listed.emplace_back(image);
        else
            listed[at] = image;
    }
    erase_if_empty(*source.find("kustomize"), "images");
    erase_zero_options(source);
}

void add_kustomize_replicas(any& source, const text_list& texts) {
    auto& listed = list_in(object_in(source, "kustomize"), "replicas");
    for (const auto& text : texts)
        merge_item(listed, kustomize_replica(text));
    erase_if_empty(*source.find("kustomize"), "replicas");
    erase_zero_options(source);
}

void set_kustomize_map(any& source, std::string_view key, const text_list& texts) {
    any made = proto::object();
    for (const auto& [name, value] : key_values(texts))
        made.set(name, value);
    object_in(source, "kustomize").set(key, std::move(made));
    erase_zero_options(source);
}

void set_kustomize(any& source, std::string_view key, const std::string& text) {
    if (!text.empty())
        object_in(source, "kustomize").set(key, text);
    erase_zero_options(source);
}

void set_kustomize(any& source, std::string_view key, bool on) {
    if (on)
        object_in(source, "kustomize").set(key, true);
    erase_zero_options(source);
}

void set_kustomize(any& source, std::string_view key, const text_list& texts) {
    if (!texts.empty())
        put_list(object_in(source, "kustomize"), key, texts);
    erase_zero_options(source);
}

void add_jsonnet_variables(any& source, std::string_view list, const text_list& texts,
                           bool is_code) {
    auto& listed = list_in(object_in(object_in(source, "directory"), "jsonnet"), list);
    for (const auto& text : texts) {
        const auto at = text.find('=');
        any made;
        made.set("name", text.substr(0, at));
        made.set("value", at == std::string::npos ? "" : text.substr(at + 1));
        put_switch(made, "code", is_code);
        listed.push_back(std::move(made));
    }
}

void add_jsonnet_libraries(any& source, const text_list& folders) {
    auto& listed = list_in(object_in(object_in(source, "directory"), "jsonnet"), "libs");
    listed.insert(listed.end(), folders.begin(), folders.end());
}

void add_plugin_environment(any& source, const text_list& texts) {
    auto& listed = list_in(object_in(source, "plugin"), "env");
    for (const auto& text : texts) {
        const auto [name, value] =
            split_pair(text, "expected env entry of the form: param=value but received: ");
        any made;
        made.set("name", name);
        made.set("value", value);
        merge_item(listed, made);
    }
}

text_list set_parameters(any& source, const text_list& texts, std::string_view known_type) {
    auto type = explicit_type(source);
    if (type.empty())
        type = known_type;
    if (type.empty() && !texts.empty() && texts.front().find('=') != std::string::npos)
        type = "Helm";
    if (type != "Helm")
        throw failure(exit_code::failure, "Parameters can only be set against Helm applications");
    text_list wrong;
    any& helm = object_in(source, "helm");
    for (const auto& text : texts) {
        try {
            add_parameter(helm, text, false);
        } catch (const failure& fault) {
            wrong.emplace_back(fault.what());
        }
    }
    erase_if_empty(helm, "parameters");
    return wrong;
}

} // namespace argocdpp::cli
