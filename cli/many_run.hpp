#pragma once
// Something done to many applications: several at once, on in spite of failures, within one limit
// of time, and with the applications that belong to them.
//
// Of those at work at once each prints its part whole, when it ends: the log then reads as that of
// a run one after the other, and may be cut up by blank lines, titles and `jq` as that one is.
// Failures go to standard error at once.

#include "application_run.hpp"
#include "child_applications.hpp"

namespace argocdpp::cli {

/// See run_for_each, of which this is the part for `many.is_used()`.
task<exit_code> run_for_many(invocation& call, std::vector<app_ref> apps, application_step step,
                             many_options many);

/// The same for applications that a listing names, until it names no new ones. One that fails for
/// being gone counts as done when it is no longer listed. What the listing throws, or `watch`,
/// which goes on meanwhile, ends the run at once: it is thrown when all has been told.
task<exit_code> run_for_listed(invocation& call, child_listing list, task<void> watch,
                               application_step step, many_options many);

} // namespace argocdpp::cli
