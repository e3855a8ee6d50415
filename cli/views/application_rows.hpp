#pragma once
// The table of `app list`, one row at a time, since the list arrives one application at a time.
//
//     std::string tabbed = application_list_header(wide);
//     for (…) add_application_row(tabbed, app, wide);
//     out(align(tabbed, 0, 2));

#include <argocdpp/proto/application.hpp>
#include <argocdpp/proto/json.hpp>

#include <string>

namespace argocdpp::cli {

/// What of an application the rows show and the flags of `app list` choose by; `wide` adds the
/// columns REPO, PATH and TARGET.
proto::projection application_list_projection(bool wide);

/// The header, its cells separated by tabs.
std::string application_list_header(bool wide);

/// Appends an application's row, its cells separated by tabs.
void add_application_row(std::string& tabbed, const proto::application& app, bool wide);

/// The conditions' types in order of the alphabet, with their number where it is not one:
/// "ComparisonError,SharedResourceWarning(3)"; "<none>" where there are none.
std::string conditions_summary(const proto::application& app);

} // namespace argocdpp::cli
