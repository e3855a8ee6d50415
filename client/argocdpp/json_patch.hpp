#pragma once
// What changed between two documents, as operations of a JSON Patch (RFC 6902), and changes of two
// hands brought together.
//
// An operation that changes something stands behind a `test` of what it changes, so that the patch
// applies only where nobody else has changed the same. Elements that are put behind a list take
// none: lists may grow from several sides at once.

#include <argocdpp/proto/any.hpp>

#include <string>
#include <vector>

namespace argocdpp {

/// The operations that make `after` of `before`; an empty array where they are equal.
///
/// What was absent is tested against null, as Argo CD's server has it. Below an element of a list,
/// the element's own plain members are tested first: they say that it is still the same one.
proto::any json_patch(const proto::any& before, const proto::any& after);

struct merged_document {
    proto::any document;
    /// Pointers (/source/path) to what both changed, and differently; there `mine` stands.
    std::vector<std::string> conflicts;
};

/// `theirs` with the changes that `mine` makes to `base`. Members are looked at one by one, lists
/// as a whole.
merged_document merge_changes(const proto::any& base, const proto::any& mine,
                              const proto::any& theirs);

} // namespace argocdpp
