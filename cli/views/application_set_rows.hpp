#pragma once
// Application sets for people: the table of `appset list` and the text of `appset get`.

#include "time_text.hpp"

#include <argocdpp/proto/application_set.hpp>

#include <string>
#include <vector>

namespace argocdpp::cli {

/// "namespace/name", or the name alone.
std::string qualified_name(const proto::application_set& set);

/// `wide` adds the columns REPO, PATH and TARGET. The columns of the set's sync policy and of its
/// conditions show what Go makes of the values, as the official CLI's do.
std::string application_set_table(const std::vector<proto::application_set>& sets, bool wide,
                                  const time_zone& zone);

/// The block from "Name:" to "SyncPolicy:", and the table of conditions where there are any.
std::string application_set_summary(const proto::application_set& set, const time_zone& zone);

/// The Helm parameters of the template behind blank lines.
std::string application_set_parameters(const proto::application_set& set);

} // namespace argocdpp::cli
