#pragma once
// What a browser says that comes back from an issuer, and the pages that it is shown. Pure.

#include <argocdpp/single_sign_on.hpp>

#include <string>
#include <string_view>

namespace argocdpp::open_id {

struct callback {
    int status = 200;    ///< of the answer; anything else than 200 is no callback of an issuer
    std::string code;    ///< to be redeemed
    std::string problem; ///< why the login has failed
};

/// Reads the head of a request. A browser may ask for other things, too (an icon), and anybody on
/// this machine may send anything: what is no answer to this login is told so and changes nothing,
/// but for a wrong state, which ends it.
callback read_callback(std::string_view head, const sso_request& request);

/// A whole HTTP answer with a small page.
std::string page(int status, std::string_view title, std::string_view text);

} // namespace argocdpp::open_id
