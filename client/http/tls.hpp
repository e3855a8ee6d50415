#pragma once
// TLS over any byte stream: a socket, or what a proxy forwards.
//
// TLS 1.2 or newer, http/1.1 only, the peer's certificate checked against the host asked for. Error
// texts are Go's crypto/tls and crypto/x509. OpenSSL is first touched when a tls_client is made.

#include "byte_stream.hpp"

#include <argocdpp/settings.hpp>

#include <memory>
#include <string>

namespace argocdpp::http {

class tls_client {
  public:
    /// Throws `error` (local) where a certificate or key of the settings cannot be read.
    explicit tls_client(const tls_settings& settings, clock& clock);
    ~tls_client();

    /// Shakes hands with `host` over `below`. Throws `error` (tls, unreachable).
    task<std::unique_ptr<byte_stream>> wrap(std::unique_ptr<byte_stream> below, std::string host);

  private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace argocdpp::http
