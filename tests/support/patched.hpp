#pragma once
// A document after the operations of a JSON Patch, as Argo CD's server applies them.

#include <argocdpp/proto/any.hpp>

#include <stdexcept>

namespace argocdpp::tests {

/// An operation that does not fit, or a test that fails.
struct refused_patch : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Throws refused_patch. As the server has it, null stands for what is absent in a test.
proto::any patched(proto::any document, const proto::any& operations);

} // namespace argocdpp::tests
