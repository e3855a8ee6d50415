#pragma once
// Questions to whoever runs the program, in the official CLI's manner: asked on standard output,
// answered on standard input, be it a terminal or a pipe (`echo y | …`, `echo "$PASSWORD" | …`).
//
// An input that has ended is an error that names the flag to pass instead.

#include "terminal.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace argocdpp::cli {

/// Asks until the answer is y, yes, n or no. `instead` completes "pass …". Throws `failure` at the
/// end of input.
bool ask_to_proceed(terminal& streams, std::string_view question, std::string_view instead);

/// As ask_to_proceed, where one answer may stand for all that is still to be asked: a, all.
enum class consent { no, yes, all };
consent ask_to_proceed_with_all(terminal& streams, std::string_view question,
                                std::string_view instead);

/// Asks for a line until it is not blank. Throws `failure` at the end of input.
std::string ask_text(terminal& streams, std::string_view name, std::string_view instead);

/// As ask_text, without echo on a terminal; from a pipe the first line counts, blank or not.
std::string ask_secret(terminal& streams, std::string_view name, std::string_view instead);

/// Takes a secret from the next line of standard input, for a flag --FLAG-stdin that was given.
/// Throws `failure` where there is none, or where --FLAG gave one, too.
void take_secret_line(terminal& streams, std::string_view flag, std::string& secret);

/// Asks twice for a new password until both are equal; `complain` is told where they were not. From
/// a pipe one line counts. The questions name whose it is.
std::string ask_new_password(terminal& streams, const std::string& username,
                             std::string_view instead, const std::function<void()>& complain);

} // namespace argocdpp::cli
