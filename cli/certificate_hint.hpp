#pragma once
// What to do where TLS fails: the official CLI's words say what is wrong, not what to pass.

#include <argocdpp/error.hpp>

#include <string>

namespace argocdpp::cli {

/// One line to be told before the error; empty where there is nothing to advise.
std::string certificate_hint(const error& failure);

} // namespace argocdpp::cli
