#pragma once
// The paths of calls about applications.

#include "api_path.hpp"

#include <argocdpp/applications.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

namespace argocdpp {

inline constexpr std::string_view applications_path = "/api/v1/applications";

/// The path of an application, or of what is below it.
api_path application_path(const app_ref& app, std::initializer_list<std::string_view> below = {});

/// "application 'guestbook'", as errors name it.
std::string application_subject(const app_ref& app);

} // namespace argocdpp
