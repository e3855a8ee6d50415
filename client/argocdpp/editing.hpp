#pragma once
// How applications are created and changed without losing what others wrote, or what this library
// does not know: documents are changed as they are, and sent as the fields that changed.

#include <argocdpp/proto/any.hpp>

#include <functional>

namespace argocdpp {

struct creation {
    bool upsert = false;  ///< overwrite an application of that name
    bool validate = true; ///< have the server look at the repository and render the manifests
};

/// Whether the server looks at the repository and renders the manifests before it takes a change.
enum class validation {
    required,
    optional, ///< a change that the server takes only unvalidated is then sent unvalidated
    skipped,
};

/// Changes the document of an application as it is now. Called again where somebody else has
/// changed the same meanwhile. False where nothing is to be sent; what it throws passes.
using application_change = std::function<bool(proto::any& application)>;

} // namespace argocdpp
