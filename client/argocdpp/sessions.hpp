#pragma once
// Logging in and out, and who one is.

#include <argocdpp/proto/server.hpp>
#include <argocdpp/task.hpp>

#include <string>

namespace argocdpp {

class rest;

class sessions {
  public:
    explicit sessions(rest& calls)
        : rest_(&calls) {}
    /// A token for a local account. Sent once; throws `error` (unauthenticated) for bad
    /// credentials.
    task<std::string> create(std::string username, std::string password);
    /// Makes the server forget the token of these settings before it expires.
    task<void> revoke();
    /// Works without a token too: then `logged_in` is false.
    task<proto::user_info> user();

  private:
    rest* rest_;
};

} // namespace argocdpp
