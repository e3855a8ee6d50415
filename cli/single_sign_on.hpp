#pragma once
// `login --sso` and `relogin`: the way through a browser, or another device, to a token.

#include "invocation.hpp"

#include <argocdpp/single_sign_on.hpp>

#include <string>

namespace argocdpp::cli {

struct sso_options {
    std::string callback;
    long long port = 8085;
    bool launch_browser = true;
    bool on_device = false;
};

void add_sso_flags(flag_set& flags, sso_options& given);

/// Logs in at the issuer that the server names; tells on standard output what people are to do.
/// Throws `failure` where the login fails or nobody logs in within five minutes (on another
/// device: within the life of its code), `error` where there is no single sign-on to begin with.
task<sso_tokens> sign_on(invocation& call, client_settings settings, sso_options given);

} // namespace argocdpp::cli
