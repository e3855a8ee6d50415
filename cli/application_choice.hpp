#pragma once
// Which applications, and which of their sources, a command line means.

#include "invocation.hpp"

#include <argocdpp/applications.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace argocdpp::cli {

/// The qualified names of the applications that a query finds, in the server's order.
task<std::vector<std::string>> application_names(invocation& call, app_query query);

/// The position, from 1, of a source by its name. Throws `failure` for a name that no source has.
long long source_position(const proto::application& app, std::string_view name);

/// Refuses --revisions with --source-positions and --source-names that do not go together, with
/// that code.
void check_source_flags(const text_list& revisions, const std::vector<long long>& positions,
                        const text_list& names, exit_code code);

/// Which source of a document's is meant by --source-name or --source-position (-1 where not
/// given): its position from 1, or what was given where the application has one source only. Throws
/// `failure`.
long long chosen_source(const proto::any& application, std::string_view name, long long position);
/// Throws `failure` where both were given.
void refuse_two_choices(std::string_view name, long long position);

} // namespace argocdpp::cli
