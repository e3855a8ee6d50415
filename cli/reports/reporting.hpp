#pragma once
// What a run over applications tells to others than its user: `--events`, `--report`, `--ci` and
// `--heartbeat`.

#include "../flags.hpp"
#include "../invocation.hpp"

#include <argocdpp/clock.hpp>

#include <chrono>
#include <string>

namespace argocdpp::cli {

struct reporting_options {
    std::string events;
    text_list reports;
    std::string ci = "none";
    std::chrono::nanoseconds heartbeat{};
};

void describe_reporting(flag_set& flags, reporting_options& given);

/// Does the work, telling of it as asked for: events while it lasts, and a last record and reports
/// also where it fails or is interrupted. `call` and `given` outlive it. Throws what the work
/// throws, and `failure` before it begins where a flag can't be followed.
task<exit_code> reported(invocation& call, const reporting_options& given, task<exit_code> work);

} // namespace argocdpp::cli
