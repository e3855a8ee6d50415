#pragma once
// Options taken out of a source again, as `app unset` names them.

#include "flags.hpp"

#include <argocdpp/proto/any.hpp>

namespace argocdpp::cli {

struct unset_options {
    bool name_prefix = false;
    bool name_suffix = false;
    bool kustomize_version = false;
    bool kustomize_namespace = false;
    bool ignore_missing_components = false;
    text_list kustomize_images;
    text_list kustomize_replicas;
    text_list parameters;
    text_list values_files;
    bool values_literal = false;
    bool ignore_missing_value_files = false;
    bool pass_credentials = false;
    text_list plugin_variables;
    bool ref = false;
};

enum class unset_result {
    nothing_named, ///< nothing was asked for that this kind of source could have
    unchanged,     ///< it had none of it
    changed,
};

/// Changes the source in place.
unset_result unset(proto::any& source, const unset_options& wanted);

} // namespace argocdpp::cli
