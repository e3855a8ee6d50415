#pragma once
// Specs edited as YAML in an editor: `app edit`, `proj edit`.
//
// What others change meanwhile stays; what both changed is shown once more. An edit that is not
// taken is opened again with the reason as comments, and is kept in its file where the command ends
// without it.

#include "invocation.hpp"

#include <argocdpp/proto/any.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace argocdpp::cli {

/// Puts an edit into a document as it is now.
using document_change = std::function<void(proto::any& document)>;

/// What the spec belongs to.
class edited_document {
  public:
    virtual ~edited_document() = default;
    virtual std::string_view noun() const = 0;   ///< "application"
    virtual std::string_view failed() const = 0; ///< "failed to update application spec: "
    /// Throws proto::format_error for a spec of the wrong shape.
    virtual void check(const proto::any& spec) const = 0;
    /// Reads the document, changes it and sends it, and all of that again where somebody else was
    /// quicker. Throws what the change does.
    virtual task<void> save(document_change change) = 0;
};

/// Has the spec edited until it could be saved. Throws `failure` where nothing was saved.
task<void> edit_spec(invocation& call, edited_document& document, std::string name,
                     proto::any spec);

} // namespace argocdpp::cli
