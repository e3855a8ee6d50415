#pragma once
// What `app get`, `app wait` and `app sync` say of an application before its resources.
//
// Blank lines between the blocks are the caller's, unless a contract says otherwise.

#include "time_text.hpp"

#include <argocdpp/proto/application.hpp>
#include <argocdpp/proto/project.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace argocdpp::cli {

/// The block from "Name:" to "Health Status:". `url` is where people see the application; without
/// windows ("never mind them") syncing counts as allowed.
std::string application_summary(const proto::application& app, std::string_view url,
                                const proto::application_sync_windows* windows);

/// One line of a summary: the label padded to 20 columns, the value as it is.
void add_summary_line(std::string& text, std::string_view label, std::string_view value);
/// The block from "Source:" or "Sources:" on.
void add_sources(std::string& text, const proto::application_spec& spec);

/// The table of conditions with its header, whether there are conditions or not.
std::string application_conditions(const proto::application& app, const time_zone& zone);

/// The block from "Operation:" to "Message:"; an operation that still runs lasts until `now`.
std::string operation_summary(const proto::operation_state& operation, std::int64_t now,
                              const time_zone& zone);

/// The Helm parameters behind two blank lines, long values cut; nothing for other sources. The
/// position counts from 1 and matters only where there are several sources.
std::string source_parameters(const proto::application& app, long long source_position);

} // namespace argocdpp::cli
