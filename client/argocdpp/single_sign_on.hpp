#pragma once
// Single sign-on: tokens from the OpenID Connect issuer that the server names in its settings.
//
//     auto issuer = argocd.sign_on();
//     co_await issuer.discover();
//     auto callbacks = co_await sso_callbacks::open(8085);
//     const sso_request request = issuer.begin("http://localhost:8085/auth/callback");
//     open_in_browser(request.url);
//     const sso_tokens tokens = co_await callbacks->receive(issuer, request);
//
// The authorization code flow with PKCE, or for machines without a browser the device flow (RFC
// 8628); the implicit flow, which hands tokens over in addresses, is refused. No token is returned
// that is not signed by the issuer, for this client, and for this very login.

#include <argocdpp/settings.hpp>
#include <argocdpp/task.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace argocdpp {

class rest;

struct sso_tokens {
    std::string id_token;      ///< what Argo CD takes as its token
    std::string refresh_token; ///< empty where the issuer gave none
};

/// A login by browser under way.
struct sso_request {
    std::string url; ///< for the browser
    std::string redirect_url;
    std::string state;
    std::string nonce;
    std::string verifier; ///< PKCE's secret, which never is in an address
};

/// A login on another device under way.
struct sso_device {
    std::string url;          ///< where to enter the code
    std::string complete_url; ///< the same with the code in it; may be empty
    std::string user_code;
    std::string device_code; ///< secret
    duration interval = std::chrono::seconds(5);
    duration lifetime = std::chrono::minutes(10);
};

class single_sign_on {
  public:
    /// `connect` makes the connections to the issuer; the network's where empty.
    single_sign_on(rest& calls, transport_maker connect);
    ~single_sign_on();
    single_sign_on(single_sign_on&&) noexcept;

    /// Asks the server for its issuer, and the issuer for its addresses: to be awaited before
    /// anything else. Throws `error` (invalid) where the server has no single sign-on, else with
    /// "failed to query provider …".
    task<void> discover();

    const std::string& issuer() const;
    bool has_device_login() const;

    /// A new login by browser. Throws `error` (invalid) where the issuer offers the implicit flow
    /// only.
    sso_request begin(std::string redirect_url) const;
    /// Exchanges the code that the browser brought. Throws `error` with the issuer's words, or
    /// unauthenticated where its token is not to be trusted.
    task<sso_tokens> redeem(const sso_request& request, std::string code);

    /// A new login on another device. Throws `error`.
    task<sso_device> begin_on_device();
    /// Asks until the person has decided, as often as the issuer allows. Throws `error`:
    /// unauthenticated, timeout after the code's lifetime, …
    task<sso_tokens> wait_for(const sso_device& device);

    /// New tokens for a refresh token, whose old ID token says whose it is. The refresh token is
    /// only sent to the issuer of the old one. Where the issuer gives no new refresh token, the
    /// old one is returned. Throws `error`.
    task<sso_tokens> renew(std::string refresh_token, std::string id_token);

  private:
    struct state;
    std::unique_ptr<state> state_;
};

/// Waits on this machine for the browser to come back from the issuer: GET /auth/callback on
/// loopback, IPv4 and, where there is one, IPv6. Connections that say nothing don't keep others
/// from being heard.
class sso_callbacks {
  public:
    /// Takes the port, a free one for 0. Throws `error` (local): "listen tcp 127.0.0.1:8085: bind:
    /// address already in use".
    static task<std::unique_ptr<sso_callbacks>> open(std::uint16_t port,
                                                     clock& time = system_clock());
    virtual ~sso_callbacks() = default;
    virtual std::uint16_t port() const = 0;
    /// Redeems the code that comes and shows in the browser how that went. Throws what redeem()
    /// does, and `error` (denied) for a refusal of the issuer's or another state than the
    /// request's: then somebody else may have sent the browser here, and the login has ended as
    /// it does in the official CLI.
    virtual task<sso_tokens> receive(single_sign_on& issuer, const sso_request& request) = 0;
};

} // namespace argocdpp
