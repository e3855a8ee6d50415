#pragma once
// Changes are sent once. What to say of one whose answer was lost.

#include <argocdpp/error.hpp>

#include <string_view>

namespace argocdpp {

/// Whether a request may have reached the server although no answer of the server came back.
bool may_have_been_taken(const error& failure);

/// The error (lost) of a change that nobody can tell the end of: "the sync of application 'x' was
/// sent, but its answer was lost; it may have been taken: …". `since` is what was found out
/// afterwards.
error lost_change(std::string_view what, std::string_view subject, const error& failure,
                  std::string_view since = "");

} // namespace argocdpp
