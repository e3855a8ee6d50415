#pragma once
// HTTP to an issuer: another server than Argo CD's, over the same transport.
//
// The Argo CD token never goes there, and the headers of the user's only where the issuer is behind
// the same address as Argo CD (its Dex): they may be meant for the proxy in front of it. Trust and
// proxies are those of Argo CD's settings, as in the official CLI.

#include <argocdpp/error.hpp>
#include <argocdpp/retry.hpp>
#include <argocdpp/settings.hpp>

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace argocdpp::open_id {

/// An answer of any status.
struct issuer_answer {
    int status = 0;
    std::string body;
};

class issuer_calls {
  public:
    /// As `like` says, but for the server and the token. The clock outlives this.
    issuer_calls(client_settings like, clock& time, random_source random, transport_maker connect);
    ~issuer_calls();

    /// Follows redirects, five at most and never from https to http; tried again after transient
    /// failures. Throws `error` that names the URL without its query.
    task<issuer_answer> get(std::string url);
    /// Sent once; a redirect is an answer: what is in the body is for nobody else.
    task<issuer_answer> post(std::string url, std::string body);

  private:
    transport& connection_to(const client_settings& settings);
    task<issuer_answer> exchange(http_request request, std::string url, std::string& location);

    client_settings like_;
    clock& time_;
    random_source random_;
    transport_maker connect_;
    std::map<std::string, std::unique_ptr<transport>> connections_;
};

/// "https" or "http", where the URL begins so.
std::string_view scheme_of(std::string_view url);

} // namespace argocdpp::open_id
