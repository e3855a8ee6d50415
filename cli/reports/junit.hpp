#pragma once
// A run as a JUnit report, which CI systems show among their tests.

#include "run_record.hpp"

#include <string>

namespace argocdpp::cli {

/// One test case for each application; where the run failed beside them, one more for the run.
/// Valid XML 1.0 whatever the server said.
std::string junit_report(const run_record& run);

} // namespace argocdpp::cli
