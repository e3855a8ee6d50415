#pragma once
// Options of one source as the command line names them: `--helm-set a=b`, `--kustomize-image x:1` …
// put into the source's document, merged with what is there as the official CLI merges.
//
// Each throws `failure` with the official CLI's words where a text has not the form it should have.

#include "flags.hpp"

#include <argocdpp/proto/any.hpp>

#include <string>
#include <string_view>

namespace argocdpp::cli {

/// Parameters by name: a known one gets the new value, others are appended. Erases `helm` where
/// nothing is in it.
void add_helm_parameters(proto::any& source, const text_list& texts, bool force_string);
void add_helm_files(proto::any& source, const text_list& texts);
/// Sets `valuesObject` from YAML; an empty text changes nothing.
void set_helm_values(proto::any& source, const std::string& yaml);
bool has_helm_values(const proto::any& helm);
/// One member of `helm`. An empty text, false and an empty list leave it as it is.
void set_helm(proto::any& source, std::string_view key, const std::string& text);
void set_helm(proto::any& source, std::string_view key, bool on);
void set_helm(proto::any& source, std::string_view key, const text_list& texts);

/// Images by their name without tag, digest and replacement.
void add_kustomize_images(proto::any& source, const text_list& images);
/// Whether two images have the same name, which ends where that of the other ends.
bool is_same_image(std::string_view image, std::string_view other);
void add_kustomize_replicas(proto::any& source, const text_list& texts);
/// Labels or annotations, in place of those that are there.
void set_kustomize_map(proto::any& source, std::string_view key, const text_list& texts);
// As set_helm.
void set_kustomize(proto::any& source, std::string_view key, const std::string& text);
void set_kustomize(proto::any& source, std::string_view key, bool on);
void set_kustomize(proto::any& source, std::string_view key, const text_list& texts);

/// Appends to `directory.jsonnet`: variables of a list ("tlas", "extVars"), library folders.
void add_jsonnet_variables(proto::any& source, std::string_view list, const text_list& texts,
                           bool is_code);
void add_jsonnet_libraries(proto::any& source, const text_list& folders);

void add_plugin_environment(proto::any& source, const text_list& texts);

/// `-p name=value`: parameters of a Helm source. `known_type` is what the server says of the
/// source, where the source itself does not tell. Returns what was wrong with single texts, which
/// the official CLI only reports. Throws `failure` where it is no Helm source.
text_list set_parameters(proto::any& source, const text_list& texts, std::string_view known_type);

} // namespace argocdpp::cli
