#pragma once
// --diagnose: why an application did not become what was asked for, told on standard error.

#include "application_run.hpp"

#include <argocdpp/diagnosis.hpp>

#include <string>

namespace argocdpp::cli {

struct diagnosis_options {
    std::string when = "never"; ///< auto, always, never
};

void describe_diagnosis(flag_set& flags, diagnosis_options& given);
/// Throws `failure` for what is none of the three.
void check_diagnosis(const diagnosis_options& given);

/// The step, and a diagnosis where it ends badly (auto) or in any case (always). Neither how it
/// ends nor the exit code depends on that; an interrupt ends both.
application_step with_diagnosis(const diagnosis_options& given, application_step step);

/// Diagnoses an application on standard error; what can't be read is said there too.
task<void> tell_why(invocation& call, app_ref app);

/// The diagnosis as text. `is_talk`: for standard error, not standard output.
std::string diagnosis_report(invocation& call, const diagnosis& found, bool is_talk);

} // namespace argocdpp::cli
