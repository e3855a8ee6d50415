#pragma once
// How a command says that it ends badly; program.cpp alone turns these into text and exit codes.

#include "ending.hpp"
#include "exit_code.hpp"

#include <stdexcept>
#include <string>

namespace argocdpp::cli {

/// The command failed: one log line of level fatal with this message on standard error.
class failure : public std::runtime_error {
  public:
    failure(exit_code ends_with, const std::string& message, ending what = ending::other)
        : std::runtime_error(message)
        , code(ends_with)
        , how(what) {}
    exit_code code; ///< the official CLI's
    ending how;
};

/// argocdpp can't do this, and the official CLI can.
class absence : public failure {
  public:
    explicit absence(const std::string& message)
        : failure(exit_code::failure, message) {}
};

/// The command line was not understood: `Error: …` on standard output and exit 1, as cobra does.
class usage_error : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Too few or too many arguments: the command's help on standard output, exit 1.
struct show_help {
    exit_code code = exit_code::failure;
};

} // namespace argocdpp::cli
