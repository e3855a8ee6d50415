#pragma once
// Local accounts: who there is, their passwords and tokens, and what one may do.

#include <argocdpp/proto/account.hpp>
#include <argocdpp/task.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace argocdpp {

class rest;

/// A new password; `name` is whose, `current` that of who asks.
struct password_change {
    std::string name;
    std::string current_password;
    std::string new_password;
};

class accounts {
  public:
    explicit accounts(rest& calls)
        : rest_(&calls) {}

    task<std::vector<proto::account>> list();
    task<proto::account> get(std::string name);
    /// "yes" or "no", in the server's words.
    task<std::string> can_i(std::string action, std::string resource, std::string subresource);
    /// A new token; `id` may be empty (the server then makes one up), zero never expires.
    task<std::string> create_token(std::string name, std::chrono::seconds expires_in,
                                   std::string id);
    task<void> delete_token(std::string name, std::string id);
    /// Sent once. No error holds a password.
    task<void> change_password(password_change change);

  private:
    rest* rest_;
};

} // namespace argocdpp
