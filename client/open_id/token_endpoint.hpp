#pragma once
// The requests of OAuth 2 that end in tokens: RFC 6749 for codes and refresh tokens, RFC 8628 for
// devices. What comes back is not verified here.

#include "form.hpp"
#include "issuer_calls.hpp"

#include <argocdpp/proto/open_id.hpp>
#include <argocdpp/single_sign_on.hpp>

#include <string>
#include <vector>

namespace argocdpp::open_id {

/// The answer, which may be an error by the standard; secrets that it quotes are masked. Throws
/// `error` for what is no such answer.
task<proto::token_answer> ask_for_tokens(issuer_calls& web, std::string url, form fields,
                                         std::vector<std::string> secrets);

/// The same answer. Throws `error` (unauthenticated) with Go's words where it is an error: oauth2:
/// "invalid_grant" "the token has been used".
proto::token_answer granted(proto::token_answer answer);

/// Begins a login on another device. Throws `error`.
task<sso_device> ask_for_device(issuer_calls& web, std::string url, form fields);

/// Asks until somebody has decided: at the issuer's pace, slower where it says so or can't be
/// reached. Throws `error` (unauthenticated, timeout, …).
task<proto::token_answer> poll_for_tokens(issuer_calls& web, clock& time, std::string url,
                                          std::string client_id, const sso_device& device);

} // namespace argocdpp::open_id
