#pragma once
// What a failure is to the user: how the run ended, its exit code, and what the log says.

#include "failure.hpp"
#include "global_flags.hpp"

#include <argocdpp/error.hpp>

#include <string>
#include <string_view>

namespace argocdpp::cli {

struct explanation {
    ending how;
    int code; ///< the one in force (--exit-codes)
    std::string message;
    std::string hint; ///< what may help, if anything
};

struct application_ending;

explanation explain(const failure& fault, const global_flags& globals);
/// `peer` is "host:port" of the server, as far as it is known.
explanation explain(const error& fault, const global_flags& globals, std::string_view peer);

/// It ended for an application as `told` says.
void set_ending(application_ending& end, explanation told);

} // namespace argocdpp::cli
