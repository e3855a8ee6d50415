#pragma once
// What became of an application that another one lists and the server does not show.

#include "child_applications.hpp"
#include "invocation.hpp"

namespace argocdpp::cli {

enum class child_fate {
    as_it_was,  ///< the failure stands
    pruned,     ///< nobody lists it any more
    there_again ///< it can be read now, and could not before
};

/// Looks every two seconds: for half a minute where the listing says that it must be there, else
/// for five minutes, but not beyond the deadline.
task<child_fate> fate_of(invocation& call, app_ref child, child_listing list, time_point deadline);

/// Reads an application, through five minutes of a server that can't be reached.
task<proto::application> read_patiently(invocation& call, app_ref app);

} // namespace argocdpp::cli
