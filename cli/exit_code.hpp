#pragma once
// How the program ends; the numbers are the official CLI's.

namespace argocdpp::cli {

enum class exit_code : int {
    success = 0,
    failure = 1,       ///< wrong usage, no connection, an operation that failed
    diff_usage = 2,    ///< `app diff` with a wrong number of arguments, nothing else
    error = 20,        ///< the server refused, a wait timed out, an argument was not understood
    interrupted = 130, ///< SIGINT; SIGTERM gives 143
};

} // namespace argocdpp::cli
